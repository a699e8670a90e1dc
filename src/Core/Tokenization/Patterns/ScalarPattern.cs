using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Rollouts.Core.Tokenization.Patterns;

/// <summary>An expression of the reference library, matched exactly as there: over Unicode scalars and with its sets.</summary>
/// <remarks>
/// .NET matches UTF-16 code units, where a letter beyond the basic plane is two that are no letters. So every scalar is first replaced
/// by one character that stands for its class: the scalars that no set of the expression tells apart. The expression over these
/// classes is .NET's to match, which finds the same alternatives in the same order.
/// </remarks>
internal sealed class ScalarPattern
{
    private readonly ScalarClasses _classes;
    private readonly Regex _expression;

    /// <summary>Prepares an expression.</summary>
    /// <param name="pattern">In Oniguruma's syntax.</param>
    /// <exception cref="FormatException">It can't be matched as the reference does; the message says why.</exception>
    public ScalarPattern(string pattern)
    {
        var parts = PatternTranslation.Read(pattern);
        _classes = new([.. parts.Select(part => part.Set).OfType<Unicode.ScalarSet>()]);
        var text = new StringBuilder();
        foreach (var part in parts) text.Append(part.Set is null ? part.Syntax : Bracket(_classes.Of(part.Set)));
        _expression = new(text.ToString(), RegexOptions.Compiled | RegexOptions.CultureInvariant);
    }

    /// <summary>Where the expression matches, from left to right.</summary>
    /// <param name="text">Without half surrogate pairs.</param>
    /// <param name="matches">Gets each match's place and length in UTF-16 code units; an empty one right after a match is left out.</param>
    public void Find(ReadOnlySpan<char> text, List<(int Start, int Length)> matches)
    {
        var classes = ArrayPool<char>.Shared.Rent(text.Length);
        var starts = ArrayPool<int>.Shared.Rent(text.Length + 1);
        try
        {
            var count = _classes.Write(text, classes, starts);
            var last = -1;
            foreach (var match in _expression.EnumerateMatches(classes.AsSpan(0, count)))
            {
                if (match.Length == 0 && match.Index == last) continue;
                last = match.Index + match.Length;
                matches.Add((starts[match.Index], starts[last] - starts[match.Index]));
            }
        }
        finally
        {
            ArrayPool<char>.Shared.Return(classes);
            ArrayPool<int>.Shared.Return(starts);
        }
    }

    private static string Bracket(string classes) =>
        classes.Length == 0 ? "(?!)" : $"[{string.Concat(classes.Select(character => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}")))}]";
}
