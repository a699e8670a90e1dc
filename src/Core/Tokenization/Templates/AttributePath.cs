using System.Globalization;

namespace Rollouts.Core.Tokenization.Templates;

/// <summary>The attribute that a filter is given: a name, a path with points, or a place.</summary>
internal static class AttributePath
{
    /// <summary>The value at the path.</summary>
    public static object? Get(object? item, object? path) => path is string text
        ? text.Split('.').Aggregate(item, (value, part) => Attributes.Item(value, long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : part))
        : Attributes.Item(item, path);
}
