using System.Collections.Frozen;
using System.Globalization;

namespace Rollouts.Core.Tokenization.Unicode;

/// <summary>What the normalization forms are computed from (Unicode Standard Annex 15). The runtime's own tables are not there in a
/// program without ICU, where <see cref="string.Normalize()"/> gives the text back as it was.</summary>
internal sealed class NormalizationTable
{
    private const string Resource = "Rollouts.Core.Tokenization.Unicode.normalization.txt";
    private static readonly Lazy<NormalizationTable> Loaded = new(() => new());

    private readonly FrozenDictionary<int, int[]> _canonical;
    private readonly FrozenDictionary<int, int[]> _compatibility;
    private readonly FrozenDictionary<int, int> _classes;
    private readonly FrozenDictionary<(int, int), int> _composites;

    private NormalizationTable()
    {
        using var reader = new StreamReader(typeof(NormalizationTable).Assembly.GetManifestResourceStream(Resource)!);
        var entries = Entries(reader).ToArray();
        _canonical = entries.Where(entry => entry.Kind is "d" or "x").ToFrozenDictionary(entry => entry.Scalar, entry => entry.Numbers);
        _compatibility = entries.Where(entry => entry.Kind == "k").ToFrozenDictionary(entry => entry.Scalar, entry => entry.Numbers);
        _classes = entries.Where(entry => entry.Kind == "c").ToFrozenDictionary(entry => entry.Scalar, entry => entry.Numbers[0]);
        _composites = entries.Where(entry => entry.Kind == "d").ToFrozenDictionary(entry => (entry.Numbers[0], entry.Numbers[1]), entry => entry.Scalar);
        Touched = ScalarSet.Of(entries.Where(entry => entry.Kind is "c" or "x").Select(entry => (entry.Scalar, entry.Scalar))
            .Concat(_composites.Keys.Select(pair => (pair.Item2, pair.Item2))).Append((HangulSyllable.VowelBase, HangulSyllable.TrailBase + HangulSyllable.TrailCount)));
    }

    /// <summary>The table, read once.</summary>
    public static NormalizationTable Default => Loaded.Value;

    /// <summary>Scalars that can change in form C, or change what stands before them; a text without them stays as it is.</summary>
    public ScalarSet Touched { get; }

    /// <summary>The canonical combining class.</summary>
    public int ClassOf(int scalar) => _classes.GetValueOrDefault(scalar);

    /// <summary>One step of decomposition; null where there is none.</summary>
    public int[]? Decomposition(int scalar, bool isCompatible) =>
        _canonical.TryGetValue(scalar, out var parts) || (isCompatible && _compatibility.TryGetValue(scalar, out parts)) ? parts : null;

    /// <summary>What two scalars compose to; null where they don't.</summary>
    public int? Composite(int first, int second) => _composites.TryGetValue((first, second), out var whole) ? whole : null;

    private static IEnumerable<(int Scalar, string Kind, int[] Numbers)> Entries(StreamReader reader)
    {
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            var parts = line.Split(' ');
            yield return (Number(parts[0]), parts[1], Array.ConvertAll(parts[2..], Number));
        }
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
