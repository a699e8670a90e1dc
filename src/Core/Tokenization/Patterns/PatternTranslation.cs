using Rollouts.Core.Tokenization.Unicode;

namespace Rollouts.Core.Tokenization.Patterns;

/// <summary>Reads an expression in Oniguruma's Ruby syntax into parts: .NET's syntax, and sets of scalars between it.</summary>
internal sealed class PatternTranslation
{
    // Two letters that Unicode also writes as one, for example the ligature U+FB06; matching those is not supported.
    private static readonly string[] JoinedLetters = ["ss", "st", "ff", "fi", "fl"];

    private static readonly string[] Openings = ["(?:", "(?=", "(?!", "(?<=", "(?<!", "(?>"];

    private readonly PatternReader _reader;
    private readonly List<PatternPart> _parts = [];
    private readonly Stack<(int Start, bool IgnoresCase)> _groups = new();
    private int _atom;
    private bool _ignoresCase;
    private char _lastLetter;

    private PatternTranslation(string pattern) => _reader = new(pattern);

    /// <summary>The parts of an expression.</summary>
    /// <exception cref="InvalidInputException">It has something that can't be done as the reference does it; the message names it.</exception>
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
        else if (_reader.TryTake("[")) Set(_reader.TakeSet(_ignoresCase));
        else if (_reader.TryTake(".")) Set(ScalarSet.Of('\n').Complement());
        else if (_reader.TryTake("^")) Anchor(new("(?:\\A|(?<=", null), new("", ScalarSet.Of('\n')), new(")(?!\\z))", null));
        else if (_reader.TryTake("$")) LineEnd();
        else if (_reader.TryTake("\\")) Escape();
        else if (_reader.Next is '*' or '+' or '?' || _reader.TryTakeInterval(out _interval)) Repeat();
        else Literal(_reader.TakeScalar());
    }

    private string _interval = "";

    private void Open()
    {
        _groups.Push((_parts.Count, _ignoresCase));
        if (_reader.TryTake("?i:")) (_ignoresCase, _) = (true, Syntax("(?:"));
        else if (_reader.TryTake("?-i:")) (_ignoresCase, _) = (false, Syntax("(?:"));
        else if (_reader.TryTake("?i)")) IgnoreCaseFromHere();
        else if (_reader.TryTake("?#")) (_, _) = (_reader.TakeUntil(')'), _groups.Pop());
        else if (Openings.FirstOrDefault(opening => _reader.TryTake(opening[1..])) is { } known) Syntax(known);
        else if (_reader.TryTake("?<")) (_, _) = (_reader.TakeUntil('>'), Syntax("(?:"));
        else if (_reader.TryTake("?")) throw _reader.Wrong("this kind of group is not supported");
        else Syntax("(?:");
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
        if (_reader.TryTake("A")) Anchor(new PatternPart("\\A", null));
        else if (_reader.TryTake("z")) Anchor(new PatternPart("\\z", null));
        else if (_reader.TryTake("Z")) Anchor(new("(?=", null), new("", ScalarSet.Of('\n')), new("?\\z)", null));
        else if (_reader.TryTake("b")) WordBoundary("(?:(?<=", ")(?!", ")|(?<!", ")(?=", "))");
        else if (_reader.TryTake("B")) WordBoundary("(?:(?<=", ")(?=", ")|(?<!", ")(?!", "))");
        else Set(_ignoresCase ? CaseFolding.Close(_reader.TakeEscape()) : _reader.TakeEscape());
    }

    private void LineEnd() => Anchor(new("(?=", null), new("", ScalarSet.Of('\n')), new("|\\z)", null));

    private void WordBoundary(params string[] syntax) =>
        Anchor([.. syntax.SelectMany((text, index) => index == 0 ? new PatternPart[] { new(text, null) } : [new("", ScalarProperties.Word), new(text, null)])]);

    private void Anchor(params PatternPart[] parts)
    {
        _atom = _parts.Count;
        _parts.AddRange(parts);
        _lastLetter = '\0';
    }

    private void Literal(int scalar)
    {
        Set(_ignoresCase ? CaseFolding.Close(ScalarSet.Of(scalar)) : ScalarSet.Of(scalar), out var previous);
        if (!_ignoresCase || scalar > 0x7F) return;
        _lastLetter = char.ToLowerInvariant((char)scalar);
        if (JoinedLetters.Contains($"{previous}{_lastLetter}")) throw _reader.Wrong($"\"{previous}{_lastLetter}\" without regard to case is not supported");
    }

    private void Set(ScalarSet set) => Set(set, out _);

    private void Set(ScalarSet set, out char previousLetter)
    {
        previousLetter = _lastLetter;
        Anchor(new PatternPart("", set));
    }

    private int Syntax(string text)
    {
        _parts.Add(new(text, null));
        _lastLetter = '\0';
        return _parts.Count;
    }

    // In Oniguruma's Ruby syntax + after ?, * and + is possessive, but after an interval it repeats; ? after {n} makes it optional.
    private void Repeat()
    {
        if (_parts.Count == 0) throw _reader.Wrong("there is nothing to repeat");
        var (times, isInterval) = _interval.Length > 0 ? (_interval, true) : (((char)_reader.TakeScalar()).ToString(), false);
        _interval = "";
        if ((!isInterval || times.Contains(',', StringComparison.Ordinal)) && _reader.TryTake("?")) times += "?";
        var isPossessive = !isInterval && !times.EndsWith("??", StringComparison.Ordinal) && times.Length == 1 && _reader.TryTake("+");
        _parts.Insert(_atom, new(isPossessive ? "(?>" : "(?:", null));
        Syntax(times + ")");
    }
}
