namespace Rollouts.Core.Problems;

/// <summary>Tells which places of a text lie inside LaTeX mathematics; one pass, forward only.</summary>
/// <param name="text">The text; places are asked in rising order. Without any backslash it is taken for prose, where a dollar sign is money.</param>
internal sealed class MathematicsScanner(string text)
{
    private readonly bool _isProse = !text.Contains('\\');
    private int _next;
    private int _environments;
    private bool _inBrackets;
    private string? _dollars;

    /// <summary>Whether a cut before this place would fall inside mathematics.</summary>
    public bool IsInside(int place)
    {
        if (_isProse) return false;
        while (_next < place) _next += Read(text.AsSpan(_next));
        return _environments > 0 || _inBrackets || _dollars is not null;
    }

    private int Read(ReadOnlySpan<char> rest)
    {
        if (rest[0] == '$') return Dollars(rest.StartsWith("$$") ? "$$" : "$");
        if (rest[0] != '\\') return 1;
        if (rest.StartsWith(@"\begin{")) _environments++;
        else if (rest.StartsWith(@"\end{")) _environments = Math.Max(0, _environments - 1);
        else if (rest.StartsWith(@"\[") || rest.StartsWith(@"\(")) _inBrackets = true;
        else if (rest.StartsWith(@"\]") || rest.StartsWith(@"\)")) _inBrackets = false;
        return Math.Min(2, rest.Length); // the escaped character with it: "\$" is a dollar sign
    }

    private int Dollars(string mark)
    {
        if (_dollars is null) _dollars = mark;
        else if (_dollars == mark) _dollars = null;
        else if (_dollars == "$") return Close();
        return mark.Length;

        int Close()
        {
            _dollars = null; // "$a$$b$": the first of the two ends one formula, the second begins the next
            return 1;
        }
    }
}
