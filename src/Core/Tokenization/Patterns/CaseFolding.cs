using System.Text;
using Rollouts.Core.Tokenization.Unicode;

namespace Rollouts.Core.Tokenization.Patterns;

/// <summary>Scalars that are the same letter in another case, by Unicode's simple folding.</summary>
/// <remarks>.NET's own case-insensitive expressions leave out what reaches from ASCII beyond it, such as the long s (U+017F) and the
/// Kelvin sign; the reference library has them.</remarks>
internal static class CaseFolding
{
    // What upper and lower case alone do not lead to.
    private static readonly Dictionary<int, int> Beyond = new()
    {
        [0x17F] = 's', [0x212A] = 'k', [0x212B] = 0xE5, [0x2126] = 0x3C9, [0x1E9E] = 0xDF, [0x130] = 0x130, [0x131] = 0x131,
    };

    private static readonly Lazy<ILookup<int, int>> Groups = new(() => Enumerable.Range(0, ScalarSet.Last + 1)
        .Where(Rune.IsValid).Select(scalar => (Scalar: scalar, Fold: Fold(scalar))).Where(entry => entry.Fold != entry.Scalar || IsCased(entry.Scalar))
        .ToLookup(entry => entry.Fold, entry => entry.Scalar));

    /// <summary>The set with every other case of its scalars.</summary>
    public static ScalarSet Close(ScalarSet set) => set.Union(ScalarSet.Of(
        Groups.Value.Where(group => group.Skip(1).Any() && group.Any(set.Contains)).SelectMany(group => group).Select(scalar => (scalar, scalar))));

    private static bool IsCased(int scalar) => Rune.ToUpperInvariant(new(scalar)).Value != scalar;

    private static int Fold(int scalar) => Beyond.TryGetValue(scalar, out var fold) ? fold : Rune.ToLowerInvariant(Rune.ToUpperInvariant(new(scalar))).Value;
}
