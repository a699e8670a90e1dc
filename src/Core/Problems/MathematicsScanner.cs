namespace Rollouts.Core.Problems;

/// <summary>Tells which places of a text lie inside mathematics: <c>$…$</c>, <c>$$…$$</c>, <c>\(…\)</c>, <c>\[…\]</c>, <c>\begin…\end</c>,
/// <c>&lt;&lt;…&gt;&gt;</c> (GSM8K's calculator marks) and <c>[asy]…[/asy]</c> (MATH's drawings). One pass, forward only.</summary>
/// <param name="text">The text; places are asked in rising order.</param>
/// <remarks>A dollar sign before an amount is money where the next one of its paragraph can't close it: <c>$5. Then $6</c>, but
/// <c>$5 + 6$</c>. One that nothing closes before the paragraph ends is money, too.</remarks>
internal sealed class MathematicsScanner(string text)
{
    private static readonly (string Open, string Close)[] Pairs =
        [(@"\[", @"\]"), (@"\(", @"\)"), ("<<", ">>"), ("[asy]", "[/asy]"), ("$$", "$$")];

    private readonly HashSet<string> _gone = [];
    private int _next;
    private int _environments;
    private string? _closer;

    /// <summary>Whether a cut before this place would fall inside mathematics.</summary>
    public bool IsInside(int place)
    {
        while (_next < place) _next += Read();
        return _environments > 0 || _closer is not null;
    }

    // Reads one mark, or one character, and tells its length.
    private int Read()
    {
        var rest = text.AsSpan(_next);
        if (_closer is { } closer && rest.StartsWith(closer))
        {
            _closer = null;
            return closer.Length;
        }

        if (_closer is null && Opened(rest) is { } pair)
        {
            _closer = pair.Close;
            return pair.Open.Length;
        }

        if (rest[0] != '\\') return 1;
        if (rest.StartsWith(@"\begin{")) _environments++;
        else if (rest.StartsWith(@"\end{")) _environments = Math.Max(0, _environments - 1);
        return Math.Min(2, rest.Length); // the escaped character with it: "\$" is a dollar sign
    }

    private (string Open, string Close)? Opened(ReadOnlySpan<char> rest)
    {
        foreach (var pair in Pairs)
        {
            if (rest.StartsWith(pair.Open)) return IsClosed(rest[pair.Open.Length..], pair.Close) ? pair : null;
        }

        return rest[0] == '$' && IsFormula(rest) ? ("$", "$") : null;
    }

    // What is never closed opens nothing; a calculator mark is closed on its line. A mark that is not found once comes no more.
    private bool IsClosed(ReadOnlySpan<char> inside, string mark)
    {
        if (_gone.Contains(mark)) return false;
        var end = inside.IndexOf(mark);
        if (end < 0) _gone.Add(mark);
        return end >= 0 && (mark != ">>" || !inside[..end].Contains('\n'));
    }

    private static bool IsFormula(ReadOnlySpan<char> rest)
    {
        var inside = rest[1..];
        var end = Dollar(inside);
        if (end < 0 || inside.StartsWith("<<")) return false;
        if (inside[..end].Contains("\n\n", StringComparison.Ordinal)) return false;
        return !IsAmount(inside) || !LooksLikeAnOpening(inside, end);
    }

    private static bool IsAmount(ReadOnlySpan<char> inside) => inside.Length > 0 && (char.IsAsciiDigit(inside[0]) || inside[0] is '.' or '-' && inside.Length > 1 && char.IsAsciiDigit(inside[1]));

    // "… $6" or "… $x": white space before it, ink behind it.
    private static bool LooksLikeAnOpening(ReadOnlySpan<char> inside, int dollar)
    {
        var behind = dollar + 1 < inside.Length ? inside[dollar + 1] : ' ';
        var before = dollar > 0 ? inside[dollar - 1] : ' ';
        return char.IsAsciiDigit(behind) || behind == '<' || (char.IsWhiteSpace(before) || before is '(' or '[') && !(char.IsWhiteSpace(behind) || behind is '.' or ',' or ';' or ')');
    }

    // The next dollar sign that no backslash escapes; -1 where there is none.
    private static int Dollar(ReadOnlySpan<char> text)
    {
        for (var place = 0; place < text.Length; place++)
        {
            if (text[place] == '\\') place++;
            else if (text[place] == '$') return place;
        }

        return -1;
    }
}
