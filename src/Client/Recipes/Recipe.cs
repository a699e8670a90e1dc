using Rollouts.Core;
using Rollouts.Core.Runs;

namespace Rollouts.Client.Recipes;

/// <summary>A recipe with the overrides of the command line applied and every option checked.</summary>
/// <param name="Specification">What is to run; its paths are absolute.</param>
/// <param name="File">The recipe file, absolute.</param>
internal sealed record Recipe(RunSpecification Specification, string File)
{
    /// <summary>Reads a recipe.</summary>
    /// <param name="file">The recipe file, absolute.</param>
    /// <param name="overrides">Each <c>path.of.key=value</c>; later ones win.</param>
    /// <exception cref="InvalidInputException">Something in it is unknown, of the wrong kind, out of range or impossible in combination.</exception>
    public static Recipe Read(string file, IReadOnlyList<string> overrides)
    {
        var binder = new OptionBinder();
        var specification = new RunSpecification { Recipe = Path.GetFileNameWithoutExtension(file) };
        binder.Bind(RecipeText.ReadFile(file), specification);
        Apply(binder, specification, overrides, file);
        return new(Anchor(specification, Path.GetDirectoryName(file)!), file);
    }

    /// <summary>Applies overrides to a specification of a stored run.</summary>
    /// <param name="specification">Read from its file just now; it is changed in place, which nobody else may have seen yet.</param>
    /// <param name="file">Where it was read from, for messages.</param>
    /// <exception cref="InvalidInputException">As of <see cref="Read"/>.</exception>
    public static void Override(RunSpecification specification, IReadOnlyList<string> overrides, string file) =>
        Apply(new(), specification, overrides, file);

    private static void Apply(OptionBinder binder, RunSpecification specification, IReadOnlyList<string> overrides, string file)
    {
        foreach (var text in overrides) Override(binder, specification, text);
        Check(specification, binder.Places, file);
    }

    private static void Override(OptionBinder binder, RunSpecification specification, string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
            throw new InvalidInputException($"--set {text}: expected a key and a value, such as --set hint.rounds=2.");
        var given = text[(equals + 1)..];
        var value = RecipeText.Parse(given.Length == 0 ? "''" : given, $"--set {text}", hasLines: false);
        binder.Bind(value, specification, text[..equals]);
    }

    private static void Check(RunSpecification specification, IReadOnlyDictionary<string, string> places, string file)
    {
        var faults = SpecificationCheck.Faults(specification);
        if (faults.Count == 0) return;
        throw new InvalidInputException(string.Join('\n', faults.Select(fault => $"{places.GetValueOrDefault(fault.Path, file)}: {fault}")));
    }

    // A recipe may lie anywhere and be started from anywhere; the run folder must say what was really read.
    private static RunSpecification Anchor(RunSpecification specification, string folder) => specification with
    {
        Model = specification.Model with { Path = specification.Model.Path is { } model ? Existing(folder, model) : null },
        Problems = specification.Problems with { Data = specification.Problems.Data is { } data ? Existing(folder, data) : null },
    };

    private static string Existing(string folder, string path)
    {
        var beside = Path.GetFullPath(path, folder);
        return Path.Exists(beside) ? beside : Path.GetFullPath(path);
    }
}
