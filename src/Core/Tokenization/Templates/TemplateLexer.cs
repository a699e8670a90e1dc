namespace Rollouts.Core.Tokenization.Templates;

/// <summary>Cuts a template into text and tags, with the white-space rules that chat templates are rendered with: the line break after a
/// block falls away (<c>trim_blocks</c>), and so do spaces before a block that begins its line (<c>lstrip_blocks</c>).</summary>
internal sealed class TemplateLexer
{
    private readonly string _source;
    private readonly List<TemplateToken> _tokens = [];
    private int _place;
    private bool _isLineStart = true;

    private TemplateLexer(string source)
    {
        _source = source.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        if (_source.EndsWith('\n')) _source = _source[..^1];
    }

    /// <summary>The tokens of a template; the last is <see cref="TokenKind.End"/>.</summary>
    /// <exception cref="TemplateException">A tag is not closed, or has a sign that no template has.</exception>
    public static List<TemplateToken> Read(string source)
    {
        var lexer = new TemplateLexer(source);
        while (lexer._place < lexer._source.Length) lexer.ReadPart();
        lexer._tokens.Add(new(TokenKind.End, "", null, lexer.Line));
        return lexer._tokens;
    }

    private int Line => 1 + _source.AsSpan(0, Math.Min(_place, _source.Length)).Count('\n');

    private void ReadPart()
    {
        var tag = NextTag();
        if (tag < 0)
        {
            AddData(_source[_place..]);
            _place = _source.Length;
            return;
        }

        var sign = tag + 2 < _source.Length && _source[tag + 2] is '-' or '+' ? _source[tag + 2] : '\0';
        var text = _source[_place..tag];
        AddData(sign == '-' ? text.TrimEnd() : sign != '+' && _source[tag + 1] != '{' ? WithoutIndentation(text) : text);
        _place = tag + (sign == '\0' ? 2 : 3);
        if (_source[tag + 1] == '#') SkipComment();
        else if (_source[tag + 1] == '{') ReadTag(TokenKind.VariableBegin, TokenKind.VariableEnd, "}}");
        else if (!TryReadRaw()) ReadTag(TokenKind.BlockBegin, TokenKind.BlockEnd, "%}");
    }

    private int NextTag()
    {
        for (var place = _source.IndexOf('{', _place); place >= 0; place = _source.IndexOf('{', place + 1))
            if (place + 1 < _source.Length && _source[place + 1] is '{' or '%' or '#') return place;
        return -1;
    }

    private string WithoutIndentation(string text)
    {
        var lineStart = text.LastIndexOf('\n') + 1;
        return (lineStart > 0 || _isLineStart) && text.AsSpan(lineStart).Trim().IsEmpty ? text[..lineStart] : text;
    }

    private void AddData(string text)
    {
        if (text.Length > 0) _tokens.Add(new(TokenKind.Data, text, null, Line));
    }

    private void SkipComment()
    {
        var end = _source.IndexOf("#}", _place, StringComparison.Ordinal);
        if (end < 0) throw new TemplateException($"Line {Line}: the comment is not closed.");
        var sign = end > _place ? _source[end - 1] : '\0';
        _place = end + 2;
        Close(sign, trimsLine: true);
    }

    private void ReadTag(TokenKind begin, TokenKind end, string closing)
    {
        _tokens.Add(new(begin, "", null, Line));
        var lexer = new ExpressionLexer(_source, _place, Line, closing);
        lexer.Read(_tokens);
        _place = lexer.Place;
        _tokens.Add(new(end, "", null, Line));
        Close(lexer.Sign, trimsLine: end == TokenKind.BlockEnd);
    }

    // What white space after a tag falls away with it.
    private void Close(char sign, bool trimsLine)
    {
        var start = _place;
        if (sign == '-') while (_place < _source.Length && char.IsWhiteSpace(_source[_place])) _place++;
        else if (sign != '+' && trimsLine && _place < _source.Length && _source[_place] == '\n') _place++;
        _isLineStart = _place > start && _source[_place - 1] == '\n';
    }

    private bool TryReadRaw()
    {
        var content = _place;
        if (!TrySkipWord(ref content, "raw", out var sign)) return false;
        if (sign == '-') while (content < _source.Length && char.IsWhiteSpace(_source[content])) content++;
        _isLineStart = content > 0 && _source[content - 1] == '\n';
        for (var tag = _source.IndexOf("{%", content, StringComparison.Ordinal); tag >= 0; tag = _source.IndexOf("{%", tag + 2, StringComparison.Ordinal))
        {
            var after = tag + 2;
            var before = after < _source.Length ? _source[after] : '\0';
            if (before is '-' or '+') after++;
            if (!TrySkipWord(ref after, "endraw", out sign)) continue;
            var text = _source[content..tag];
            AddData(before == '-' ? text.TrimEnd() : before != '+' ? WithoutIndentation(text) : text);
            _place = after;
            Close(sign, trimsLine: true);
            return true;
        }

        throw new TemplateException($"Line {Line}: raw is not closed.");
    }

    private bool TrySkipWord(ref int place, string word, out char sign)
    {
        sign = '\0';
        var next = SkipSpace(place);
        if (string.CompareOrdinal(_source, next, word, 0, word.Length) != 0) return false;
        next = SkipSpace(next + word.Length);
        if (next < _source.Length && _source[next] is '-' or '+') sign = _source[next++];
        if (string.CompareOrdinal(_source, next, "%}", 0, 2) != 0) return false;
        place = next + 2;
        return true;
    }

    private int SkipSpace(int place)
    {
        while (place < _source.Length && char.IsWhiteSpace(_source[place])) place++;
        return place;
    }
}
