using System.Globalization;
using System.Text;
using Rollouts.Core.Tokenization.Unicode;

namespace Rollouts.Core.Tokenization.HuggingFace;

/// <summary>Reads the <c>normalizer</c>: what happens to a text before it is cut.</summary>
internal static class NormalizerReader
{
    private const string Known = "Sequence, NFC, NFD, NFKC, NFKD, Lowercase, Strip, StripAccents, Prepend and Replace";

    /// <summary>The function that a component means.</summary>
    /// <exception cref="FormatException">It is not known; the message names it.</exception>
    public static Func<string, string> Read(Component component)
    {
        if (component.Type == "Replace") return Replacement.Read(component);
        var normalize = component.Type switch
        {
            "Sequence" => Chain([.. component.List("normalizers").Select(Read)]),
            "NFC" => text => Normalization.Apply(text, isComposed: true, isCompatible: false),
            "NFD" => text => Normalization.Apply(text, isComposed: false, isCompatible: false),
            "NFKC" => text => Normalization.Apply(text, isComposed: true, isCompatible: true),
            "NFKD" => text => Normalization.Apply(text, isComposed: false, isCompatible: true),
            "Lowercase" => Lowercase,
            "Strip" => Strip(component.Flag("strip_left", true), component.Flag("strip_right", true)),
            "StripAccents" => StripAccents,
            "Prepend" => Prepend(component.Text("prepend")),
            _ => throw component.Unknown(Known),
        };
        component.Done();
        return normalize;
    }

    private static Func<string, string> Chain(Func<string, string>[] steps) => text => steps.Aggregate(text, (current, step) => step(current));

    private static Func<string, string> Prepend(string prefix) => text => text.Length == 0 ? text : prefix + text;

    // Rust lowers each scalar by itself; only the dotted capital I becomes two.
    private static string Lowercase(string text) => text.Replace("\u0130", "i\u0307", StringComparison.Ordinal).ToLowerInvariant();

    private static Func<string, string> Strip(bool isLeft, bool isRight) => text =>
    {
        var (start, end) = (0, text.Length);
        while (isLeft && start < end && ScalarProperties.WhiteSpace.Contains(text[start])) start++;
        while (isRight && end > start && ScalarProperties.WhiteSpace.Contains(text[end - 1])) end--;
        return text[start..end];
    };

    private static string StripAccents(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark))
                kept.Append(rune.ToString());
        }

        return kept.ToString();
    }
}
