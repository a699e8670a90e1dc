using System.Globalization;
using System.Text;
using Rollouts.Core.Tokenization.Unicode;

namespace Rollouts.Core.Tokenization.Patterns;

/// <summary>Characters, escapes and bracketed sets of an expression in Oniguruma's syntax.</summary>
/// <param name="pattern">The expression.</param>
internal sealed class PatternReader(string pattern)
{
    private static readonly ScalarSet LineFeed = ScalarSet.Of('\n');

    private int _place;

    /// <summary>Whether all is read.</summary>
    public bool IsAtEnd => _place >= pattern.Length;

    /// <summary>The next character.</summary>
    public char Next => pattern[_place];

    /// <summary>Reads a text if it comes next.</summary>
    public bool TryTake(string text)
    {
        if (string.CompareOrdinal(pattern, _place, text, 0, text.Length) != 0) return false;
        _place += text.Length;
        return true;
    }

    /// <summary>Reads up to a closing character, which is read as well.</summary>
    public string TakeUntil(char closing)
    {
        var end = pattern.IndexOf(closing, _place);
        if (end < 0) throw Wrong($"'{closing}' is missing");
        var text = pattern[_place..end];
        _place = end + 1;
        return text;
    }

    /// <summary>Reads how often something is repeated, if that comes next: <c>*</c>, <c>+</c>, <c>?</c> or an interval such as <c>{1,3}</c>.</summary>
    public bool TryTakeQuantifier(out string times)
    {
        times = Next is '*' or '+' or '?' ? Next.ToString() : "";
        if (times.Length == 0) return TryTakeInterval(out times);
        _place++;
        return true;
    }

    /// <summary>Reads one scalar as it stands.</summary>
    public int TakeScalar()
    {
        if (IsAtEnd) throw Wrong("it ends too early");
        if (!Rune.TryGetRuneAt(pattern, _place, out var rune)) throw Wrong("it has half a surrogate pair");
        _place += rune.Utf16SequenceLength;
        return rune.Value;
    }

    /// <summary>Reads what follows a backslash, as a set.</summary>
    public ScalarSet TakeEscape()
    {
        var letter = TakeScalar();
        return letter switch
        {
            'p' or 'P' => Property(isNegated: letter == 'P'),
            's' => ScalarProperties.WhiteSpace, 'S' => ScalarProperties.WhiteSpace.Complement(),
            'd' => Named("digit"), 'D' => Named("digit").Complement(),
            'w' => ScalarProperties.Word, 'W' => ScalarProperties.Word.Complement(),
            'h' => Named("xdigit"), 'H' => Named("xdigit").Complement(),
            'n' => LineFeed, 't' => ScalarSet.Of('\t'), 'r' => ScalarSet.Of('\r'), 'f' => ScalarSet.Of('\f'), 'v' => ScalarSet.Of('\v'),
            'a' => ScalarSet.Of('\a'), 'e' => ScalarSet.Of(0x1B),
            'x' => ScalarSet.Of(TryTake("{") ? Number(TakeUntil('}')) : Number(TakeDigits(2))),
            'u' => ScalarSet.Of(Number(TakeDigits(4))),
            _ when letter < 0x80 && char.IsAsciiLetterOrDigit((char)letter) => throw Wrong($"\\{(char)letter} is not supported"),
            _ => ScalarSet.Of(letter),
        };
    }

    /// <summary>Reads a bracketed set whose opening bracket is read already.</summary>
    /// <param name="ignoresCase">Whether every case of a scalar belongs to it.</param>
    public ScalarSet TakeSet(bool ignoresCase)
    {
        var isNegated = TryTake("^");
        ScalarSet? both = null;
        var set = TryTake("]") ? ScalarSet.Of(']') : ScalarSet.Empty;
        while (!TryTake("]"))
        {
            if (TryTake("&&")) (both, set) = (both is null ? set : both.Intersect(set), ScalarSet.Empty);
            else set = set.Union(Member(ignoresCase));
        }

        if (both is not null) set = both.Intersect(set);
        if (ignoresCase) set = CaseFolding.Close(set);
        return isNegated ? set.Complement() : set;
    }

    /// <summary>The expression can't be used as the reference would.</summary>
    public FormatException Wrong(string reason) => new(
        $"the expression {pattern} can't be used: {reason}, at character {_place}; expected Oniguruma's syntax as pre-tokenizers use it.");

    // A brace that is no interval stands for itself.
    private bool TryTakeInterval(out string interval)
    {
        interval = "";
        var end = pattern.IndexOf('}', _place);
        if (Next != '{' || end < 0) return false;
        var bounds = pattern[(_place + 1)..end].Split(',');
        if (bounds.Length > 2 || bounds.All(bound => bound.Length == 0) || bounds.Any(bound => !bound.All(char.IsAsciiDigit))) return false;
        interval = bounds.Length == 1 ? $"{{{bounds[0]}}}" : $"{{{(bounds[0].Length == 0 ? "0" : bounds[0])},{bounds[1]}}}";
        _place = end + 1;
        return true;
    }

    private ScalarSet Member(bool ignoresCase)
    {
        if (TryTake("[:")) return Posix();
        if (TryTake("[")) return TakeSet(ignoresCase);
        var first = TryTake("\\") ? TakeEscape() : ScalarSet.Of(TakeScalar());
        if (IsAtEnd || Next != '-' || _place + 1 >= pattern.Length || pattern[_place + 1] == ']' || !IsSingle(first)) return first;
        _place++;
        var last = TryTake("\\") ? TakeEscape() : ScalarSet.Of(TakeScalar());
        if (!IsSingle(last)) return first.Union(ScalarSet.Of('-')).Union(last);
        if (last.Ranges[0].First < first.Ranges[0].First) throw Wrong("a range runs backwards");
        return ScalarSet.Of((first.Ranges[0].First, last.Ranges[0].First));
    }

    private ScalarSet Posix()
    {
        var isNegated = TryTake("^");
        var set = Named(TakeUntil(':'));
        if (!TryTake("]")) throw Wrong("']' is missing");
        return isNegated ? set.Complement() : set;
    }

    private ScalarSet Property(bool isNegated)
    {
        var name = TryTake("{") ? TakeUntil('}') : throw Wrong("'{' is missing after \\p");
        var isTurned = name.StartsWith('^');
        var set = Named(isTurned ? name[1..] : name);
        return isTurned == isNegated ? set : set.Complement();
    }

    private ScalarSet Named(string name) => ScalarProperties.Named(name) ?? throw Wrong($"the property {name} is not known");

    private string TakeDigits(int limit)
    {
        var end = _place;
        while (end < pattern.Length && end - _place < limit && char.IsAsciiHexDigit(pattern[end])) end++;
        var digits = pattern[_place..end];
        _place = end;
        return digits;
    }

    private int Number(string digits) =>
        int.TryParse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var number) && Rune.IsValid(number)
            ? number : throw Wrong($"\"{digits}\" is no code point");

    private static bool IsSingle(ScalarSet set) => set.Ranges is [var (first, last)] && first == last;
}
