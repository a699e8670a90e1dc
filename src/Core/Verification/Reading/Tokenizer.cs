using System.Buffers;
using System.Text;

namespace Rollouts.Core.Verification.Reading;

/// <summary>Cuts an answer, in LaTeX or plain text, into tokens; what only dresses it (dollar signs around it, spacing, fonts, sizes) is left out.</summary>
internal sealed class Tokenizer
{
    private static readonly SearchValues<char> AsciiLetters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private readonly string _text;
    private readonly CommaMeaning _comma;
    private readonly List<Token> _tokens;
    private readonly SingleDigits _digits = new();
    private readonly bool _isProse;
    private readonly bool _hasPrice;
    private int _place;
    private bool _isAfterSpace;

    private Tokenizer(string text, CommaMeaning comma, bool isProse, List<Token> tokens) =>
        (_text, _comma, _isProse, _hasPrice, _tokens) = (text, comma, isProse, HasPrice(text), tokens);

    /// <summary>The tokens of a text.</summary>
    /// <exception cref="UnreadableAnswerException">A brace of prose or an environment is never closed.</exception>
    public static List<Token> Tokenize(string text, CommaMeaning comma = CommaMeaning.Thousands)
    {
        var tokens = new List<Token>();
        var isMatrix = text.Contains("\\begin", StringComparison.Ordinal);
        if (!isMatrix) text = text.Replace(@"\\", @"\", StringComparison.Ordinal); // where no row can end it is escaped twice
        new Tokenizer(Spelled(text), comma, isProse: false, tokens).Run();
        return tokens;
    }

    private static string Spelled(string text)
    {
        if (Ascii.IsValid(text)) return text;
        var spelled = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (Vocabulary.Spellings.TryGetValue(character, out var spelling)) spelled.Append(spelling);
            else spelled.Append(Vocabulary.Characters.GetValueOrDefault(character, character));
        }

        return spelled.ToString();
    }

    private ReadOnlySpan<char> Rest => _text.AsSpan(_place);

    private Token? Last => _tokens.Count > 0 ? _tokens[^1] : null;

    private void Run()
    {
        while (_place < _text.Length) Step(_text[_place]);
    }

    private void Step(char next)
    {
        if (next == '$' && _hasPrice) TakeSign(next);
        else if (IsDress(next)) Skip(1, isSpace: next is not '$');
        else if (next == '\\') TakeCommand();
        else if (char.IsAsciiDigit(next) || next == '.' && IsDigit(_place + 1)) TakeNumber();
        else if (next == '.' && Rest.StartsWith(".\\overline{")) TakeNumber();
        else if (char.IsLetter(next)) TakeLetters();
        else TakeSign(next);
    }

    // A dollar sign without a partner encloses no formula.
    private static bool HasPrice(string text) => text.IndexOf('$', StringComparison.Ordinal) is >= 0 and var place && place < text.Length - 1
        && text.LastIndexOf('$') == place && char.IsAsciiDigit(text[place + 1]);

    private static bool IsDress(char next) =>
        char.IsWhiteSpace(next) || char.IsControl(next) || next is '~' or '$' or '\u200B';

    private bool IsDigit(int place) => place < _text.Length && char.IsAsciiDigit(_text[place]);

    private void Skip(int length, bool isSpace)
    {
        _place += length;
        _isAfterSpace |= isSpace;
    }

    private void Add(TokenKind kind, string text)
    {
        _tokens.Add(new(kind, text, _isAfterSpace));
        _isAfterSpace = false;
    }

    private void TakeNumber()
    {
        var length = 1;
        var numeral = _digits.AreExpected ? _text[_place].ToString() : Numeral.Take(Rest, _comma, out length);
        _digits.AfterAtom();
        Add(TokenKind.Number, numeral);
        _place += length;
    }

    private void TakeSign(char sign)
    {
        if (Rest.StartsWith("+/-")) (sign, _place) = ('±', _place + 2);
        else if (Rest.StartsWith("**")) (sign, _place) = ('^', _place + 1);
        else if (Rest.StartsWith("<=") || Rest.StartsWith(">=")) (sign, _place) = (sign == '<' ? '≤' : '≥', _place + 1);
        else if (Rest.StartsWith("!=") && _isAfterSpace) (sign, _place) = ('≠', _place + 1); // "5!=120" has a factorial
        else if (Rest.StartsWith("==")) _place++;
        _digits.AfterSign(sign, Last?.IsCommand("sqrt") ?? false);
        Add(TokenKind.Sign, sign.ToString());
        _place++;
    }

    private void TakeLetters()
    {
        var length = 1;
        while (_place + length < _text.Length && char.IsLetter(_text[_place + length])) length++;
        if (HalfOfDay(length) is { } half)
        {
            Add(TokenKind.Word, half);
            _place += 4;
            return;
        }

        var letters = Rest[..length].ToString();
        _place += length;
        AddLetters(letters);
    }

    // "p.m." has a letter, a point, a letter and a point.
    private string? HalfOfDay(int length) =>
        length == 1 && Rest.StartsWith("a.m.", StringComparison.OrdinalIgnoreCase) ? "am"
        : length == 1 && Rest.StartsWith("p.m.", StringComparison.OrdinalIgnoreCase) ? "pm" : null;

    private void AddLetters(string letters)
    {
        var isAfterNumber = Last is { Kind: TokenKind.Number };
        if (isAfterNumber && !_isAfterSpace && Words.IsOrdinalEnding(letters)) return;
        if (_isProse || isAfterNumber && Words.IsWord(letters)) Add(TokenKind.Word, letters);
        else if (Vocabulary.PlainNames.Contains(letters)) Add(TokenKind.Command, Vocabulary.Commands.GetValueOrDefault(letters, letters));
        else if (Words.IsWord(letters)) Add(TokenKind.Word, letters);
        else AddProduct(letters);
    }

    private void AddProduct(string letters)
    {
        if (letters.Length == 4 && letters[..3] is "sin" or "cos" or "tan" or "log")
        {
            Add(TokenKind.Command, letters[..3]);
            letters = letters[3..];
        }

        if (letters.Length > 1 && letters.All(char.IsAsciiLetterUpper)) Add(TokenKind.Letter, letters); // AB is a segment, HTH a throw of coins
        else foreach (var letter in letters) Add(TokenKind.Letter, letter.ToString());
        _digits.AfterAtom();
    }

    private void TakeCommand()
    {
        _place++;
        var length = Rest.IndexOfAnyExcept(AsciiLetters) is >= 0 and var end ? end : Rest.Length;
        if (length == 0) length = Math.Min(1, Rest.Length); // "\\%" is a name of one sign
        var name = Rest[..length].ToString();
        _place += length;
        if (length > 0) TakeNamed(name);
    }

    private void TakeNamed(string name)
    {
        if (Vocabulary.Prose.Contains(name)) TakeProse(name);
        else if (name is "begin" or "end") TakeEnvironment(name);
        else if (name == "mathbb" || name == "mathbf" && Rest.StartsWith("{R}")) TakeNumberSet();
        else if (Vocabulary.Ornaments.Contains(name)) SkipOrnament(name);
        else if (Vocabulary.Signs.TryGetValue(name, out var sign)) Add(TokenKind.Sign, sign.ToString());
        else
        {
            name = Vocabulary.Commands.GetValueOrDefault(name, name);
            Add(TokenKind.Command, name);
            _digits.AfterCommand(name);
        }
    }

    // "\left." is a bracket that is not there.
    private void SkipOrnament(string name)
    {
        _isAfterSpace |= name is not ("!" or "left" or "right");
        if (name is "left" or "right" && Rest.StartsWith(".")) _place++;
        if (name is "phantom" or "hphantom" or "vphantom") SkipInvisible();
    }

    private void SkipInvisible()
    {
        if (TakeGroup().Length == 0) TakeOne();
        _isAfterSpace = true;
    }

    private int GroupLength()
    {
        var depth = 0;
        for (var end = _place; end < _text.Length; end++)
        {
            if (_text[end] == '\\') end++;
            else if (_text[end] == '{') depth++;
            else if (_text[end] == '}' && --depth == 0) return end + 1 - _place;
        }

        throw new UnreadableAnswerException("a brace is never closed");
    }

    private string TakeGroup()
    {
        while (Rest.StartsWith(" ")) _place++;
        if (!Rest.StartsWith("{")) return "";
        var length = GroupLength();
        var inner = _text.Substring(_place + 1, length - 2);
        _place += length;
        return inner;
    }

    private void TakeProse(string name)
    {
        var inner = TakeGroup();
        _digits.AfterAtom();
        var isName = Vocabulary.PlainNames.Contains(inner);
        if (name == "underline" || name is "mathrm" or "operatorname" && (isName || IsUprightLetter(inner))) Include(inner, isProse: false);
        else Include(inner, isProse: true);
    }

    // Behind a number an upright letter is a unit, except for the constants.
    private bool IsUprightLetter(string inner) => inner.Length == 1 && (inner is "e" or "i" or "d" || Last is not { Kind: TokenKind.Number });

    private void Include(string text, bool isProse)
    {
        var inner = new Tokenizer(text, _comma, isProse, _tokens) { _isAfterSpace = _isAfterSpace };
        inner.Run();
        _isAfterSpace = inner._isAfterSpace;
    }

    private void TakeEnvironment(string name)
    {
        var environment = TakeGroup().TrimEnd('*');
        if (!Vocabulary.Matrices.TryGetValue(environment, out var isDeterminant)) Add(TokenKind.Command, $"{name} {environment}");
        else if (name == "end") Add(TokenKind.Sign, "⟧");
        else
        {
            if (environment == "array") TakeGroup();
            Add(TokenKind.Sign, isDeterminant ? "⟦|" : "⟦");
        }
    }

    private void TakeNumberSet()
    {
        var letter = Rest.StartsWith("{") ? TakeGroup() : TakeOne();
        if (letter == "R") Add(TokenKind.Sign, "ℝ");
        else Add(TokenKind.Command, $"mathbb {letter}");
    }

    private string TakeOne()
    {
        while (Rest.StartsWith(" ")) _place++;
        return _place < _text.Length ? _text[_place++].ToString() : "";
    }
}
