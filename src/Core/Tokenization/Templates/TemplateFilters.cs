namespace Rollouts.Core.Tokenization.Templates;

/// <summary>Jinja's filters by name.</summary>
internal static class TemplateFilters
{
    private static readonly Dictionary<string, TemplateFunction> Filters = new([.. TextFilters.All, .. SequenceFilters.All, .. SelectionFilters.All, .. NumberFilters.All], StringComparer.Ordinal);

    /// <summary>A filter; its first argument is what it is applied to.</summary>
    /// <exception cref="TemplateException">There is none of this name.</exception>
    public static TemplateFunction Find(string name) => Filters.TryGetValue(name, out var filter) ? filter : throw new TemplateException($"There is no filter '{name}'.");
}
