using System.Text;

namespace Rollouts.Core.Tokenization.Unicode;

/// <summary>The Unicode normalization forms C, D, KC and KD.</summary>
internal static class Normalization
{
    // Nothing below composes with what stands before it, or is reordered.
    private const char FirstMark = '\u0300';
    private const char FirstWithDecomposition = '\u00A0';

    private static readonly Lazy<bool[]> IsTouched = new(() => [.. Enumerable.Range(0, 0x10000).Select(NormalizationTable.Default.Touched.Contains)]);

    /// <summary>A text in a normalization form.</summary>
    public static string Apply(string text, bool isComposed, bool isCompatible)
    {
        if (IsUnchanged(text, isComposed && !isCompatible)) return text;
        var scalars = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes()) Decompose(rune.Value, isCompatible, scalars);
        Reorder(scalars);
        if (isComposed) Compose(scalars);
        var result = new StringBuilder(text.Length);
        foreach (var scalar in scalars) result.Append(new Rune(scalar).ToString());
        return result.ToString();
    }

    private static bool IsUnchanged(string text, bool isFormC)
    {
        var index = text.AsSpan().IndexOfAnyInRange(isFormC ? FirstMark : FirstWithDecomposition, char.MaxValue);
        if (index < 0) return true;
        if (!isFormC) return false;
        foreach (var rune in text.AsSpan(index).EnumerateRunes())
        {
            if (rune.IsBmp ? IsTouched.Value[rune.Value] : NormalizationTable.Default.Touched.Contains(rune.Value)) return false;
        }

        return true;
    }

    private static void Decompose(int scalar, bool isCompatible, List<int> scalars)
    {
        var parts = scalar < FirstWithDecomposition ? null : HangulSyllable.Decomposition(scalar) ?? NormalizationTable.Default.Decomposition(scalar, isCompatible);
        if (parts is null) scalars.Add(scalar);
        else foreach (var part in parts) Decompose(part, isCompatible, scalars);
    }

    // Marks of one letter in the order of their classes; marks of the same class keep theirs.
    private static void Reorder(List<int> scalars)
    {
        for (var first = 0; first < scalars.Count; first++)
        {
            var end = first;
            while (end < scalars.Count && ClassOf(scalars[end]) > 0) end++;
            if (end - first < 2) continue;
            int[] sorted = [.. scalars.GetRange(first, end - first).OrderBy(ClassOf)];
            for (var place = first; place < end; place++) scalars[place] = sorted[place - first];
            first = end;
        }
    }

    private static void Compose(List<int> scalars)
    {
        var (starter, written, lastClass) = (-1, 0, 0);
        for (var read = 0; read < scalars.Count; read++)
        {
            var scalar = scalars[read];
            var own = ClassOf(scalar);
            var isBlocked = starter < 0 || (written - 1 > starter && (lastClass >= own || own == 0));
            if (!isBlocked && Composite(scalars[starter], scalar) is { } whole)
            {
                scalars[starter] = whole;
                continue;
            }

            if (own == 0) starter = written;
            lastClass = own;
            scalars[written++] = scalar;
        }

        scalars.RemoveRange(written, scalars.Count - written);
    }

    private static int ClassOf(int scalar) => scalar < FirstMark ? 0 : NormalizationTable.Default.ClassOf(scalar);

    private static int? Composite(int first, int second) =>
        second < FirstMark ? null : HangulSyllable.Composite(first, second) ?? NormalizationTable.Default.Composite(first, second);
}
