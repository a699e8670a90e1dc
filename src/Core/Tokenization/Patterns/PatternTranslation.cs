using Rollouts.Core.Tokenization.Unicode;

namespace Rollouts.Core.Tokenization.Patterns;

/// <summary>Reads an expression in Oniguruma's Ruby syntax into parts: .NET's syntax, and sets of scalars between it.</summary>
internal sealed class PatternTranslation
{
    // Two letters that Unicode also writes as one, for example the ligature U+FB06; matching those is not supported.
    private static readonly string[] JoinedLetters = ["ss", "st", "ff", "fi", "fl"];

    private static readonly string[] Openings = ["(?:", "(?=", "(?!", "(?<=", "(?<!", "(?>"];
    private static readonly ScalarSet LineFeed = ScalarSet.Of('\n');

    private readonly PatternReader _reader;
    private readonly List<PatternPart> _parts = [];
    private readonly Stack<(int Start, bool IgnoresCase)> _groups = new();
    private int _atom;
    private bool _ignoresCase;
    private char _lastLetter;

    private PatternTranslation(string pattern) => _reader = new(pattern);

    /// <summary>The parts of an expression.</summary>
    /// <exception cref="FormatException">It has something that can't be done as the reference does it; the message names it.</exception>
    public static IReadOnlyList<PatternPart> Read(string pattern)
    {
        var translation = new PatternTranslation(pattern);
        while (!translation._reader.IsAtEnd) translation.ReadPart();
        if (translation._groups.Count > 0) throw translation._reader.Wrong("a group is not closed");
        return translation._parts;
    }

    private void ReadPart()
    {
        if (_reader.TryTake("(")) Open();
        else if (_reader.TryTake(")")) Close();
        else if (_reader.TryTake("|")) Syntax("|");
        else if (_reader.TryTake("[")) Atom(new PatternPart("", _reader.TakeSet(_ignoresCase)));
        else if (_reader.TryTake(".")) Atom(new PatternPart("", LineFeed.Complement()));
        else if (_reader.TryTake("^")) Atom(new("(?:\\A|(?<="), new("", LineFeed), new(")(?!\\z))"));
        else if (_reader.TryTake("$")) Atom(new("(?="), new("", LineFeed), new("|\\z)"));
        else if (_reader.TryTake("\\")) Escape();
        else if (_reader.TryTakeQuantifier(out var times)) Repeat(times);
        else Literal(_reader.TakeScalar());
    }

    private void Open()
    {
        _groups.Push((_parts.Count, _ignoresCase));
        if (_reader.TryTake("?i)")) IgnoreCaseFromHere();
        else Syntax(Opening());
    }

    private string Opening()
    {
        var (isOn, isOff) = (_reader.TryTake("?i:"), _reader.TryTake("?-i:"));
        if (isOn || isOff) _ignoresCase = isOn;
        else if (Openings.FirstOrDefault(opening => _reader.TryTake(opening[1..])) is { } known) return known;
        else if (_reader.TryTake("?<")) _reader.TakeUntil('>'); // a name, which nothing asks for
        else if (_reader.TryTake("?")) throw _reader.Wrong("this kind of group is not supported");
        return "(?:";
    }

    // In the middle of a group Oniguruma isolates what follows; at its beginning there is nothing to isolate from.
    private void IgnoreCaseFromHere()
    {
        var (start, _) = _groups.Pop();
        var groupStart = _groups.Count == 0 ? 0 : _groups.Peek().Start + 1;
        if (start != groupStart) throw _reader.Wrong("(?i) is supported at the beginning of a group only");
        _ignoresCase = true;
    }

    private void Close()
    {
        if (_groups.Count == 0) throw _reader.Wrong("a group is closed that was not opened");
        (var start, _ignoresCase) = _groups.Pop();
        Syntax(")");
        _atom = start;
    }

    private void Escape()
    {
        if (_reader.TryTake("A")) Atom(new PatternPart("\\A"));
        else if (_reader.TryTake("z")) Atom(new PatternPart("\\z"));
        else if (_reader.TryTake("Z")) Atom(new("(?="), new("", LineFeed), new("?\\z)"));
        else if (_reader.TryTake("b")) WordBoundary("(?:(?<=", ")(?!", ")|(?<!", ")(?=", "))");
        else if (_reader.TryTake("B")) WordBoundary("(?:(?<=", ")(?=", ")|(?<!", ")(?!", "))");
        else Atom(new PatternPart("", _ignoresCase ? CaseFolding.Close(_reader.TakeEscape()) : _reader.TakeEscape()));
    }

    private void WordBoundary(params string[] syntax) =>
        Atom([.. syntax.SelectMany((text, index) => index == 0 ? new PatternPart[] { new(text) } : [new("", ScalarProperties.Word), new(text)])]);

    private void Literal(int scalar)
    {
        var (set, previous) = (ScalarSet.Of(scalar), _lastLetter);
        Atom(new PatternPart("", _ignoresCase ? CaseFolding.Close(set) : set));
        if (!_ignoresCase || scalar > 0x7F) return;
        _lastLetter = char.ToLowerInvariant((char)scalar);
        if (JoinedLetters.Contains($"{previous}{_lastLetter}")) throw _reader.Wrong($"\"{previous}{_lastLetter}\" without regard to case is not supported");
    }

    private void Atom(params PatternPart[] parts)
    {
        _atom = _parts.Count;
        _parts.AddRange(parts);
        _lastLetter = '\0';
    }

    private void Syntax(string text)
    {
        _parts.Add(new(text));
        _lastLetter = '\0';
    }

    // In Oniguruma's Ruby syntax + after ?, * and + is possessive, but after an interval it repeats; ? after {n} makes it optional.
    private void Repeat(string times)
    {
        if (_parts.Count == 0) throw _reader.Wrong("there is nothing to repeat");
        var isInterval = times[0] == '{';
        if ((!isInterval || times.Contains(',', StringComparison.Ordinal)) && _reader.TryTake("?")) times += "?";
        var isPossessive = !isInterval && times.Length == 1 && _reader.TryTake("+");
        _parts.Insert(_atom, new(isPossessive ? "(?>" : "(?:"));
        Syntax(times + ")");
    }
}
