namespace Rollouts.Core.Tokenization.Templates;

/// <summary>Reads the arguments of a call.</summary>
/// <param name="tokens">Where from.</param>
/// <param name="expressions">Reads each argument.</param>
internal sealed class ArgumentParser(TokenStream tokens, ExpressionParser expressions)
{
    private readonly List<TemplateExpression> _positional = [];
    private readonly List<(string Name, TemplateExpression Value)> _named = [];
    private TemplateExpression? _more;
    private TemplateExpression? _moreNamed;

    /// <summary>Evaluates arguments, after some that are there already.</summary>
    public delegate CallArguments Evaluation(Scope scope, List<object?> first);

    /// <summary>No arguments.</summary>
    public static Evaluation None { get; } = (scope, first) => new(first, [], scope.Budget);

    /// <summary>Arguments in parentheses.</summary>
    public Evaluation Read()
    {
        tokens.Expect("(");
        for (var isFirst = true; !tokens.TryTake(")"); isFirst = false)
        {
            if (!isFirst) tokens.Expect(",");
            if (tokens.TryTake(")")) break;
            ReadOne();
        }

        return Evaluate;
    }

    private void ReadOne()
    {
        if (tokens.TryTake("*")) _more = _more is null && _moreNamed is null ? expressions.Read() : throw tokens.Unexpected("one list of arguments at most");
        else if (tokens.TryTake("**")) _moreNamed = _moreNamed is null ? expressions.Read() : throw tokens.Unexpected("one dictionary of arguments at most");
        else if (tokens.Current.Kind == TokenKind.Name && tokens.Following.IsOperator("=")) ReadNamed();
        else if (_named.Count == 0 && _more is null && _moreNamed is null) _positional.Add(expressions.Read());
        else throw tokens.Unexpected("arguments without a name before those with one");
    }

    private void ReadNamed()
    {
        var name = tokens.Take().Text;
        tokens.Take();
        _named.Add((name, expressions.Read()));
    }

    private CallArguments Evaluate(Scope scope, List<object?> first)
    {
        foreach (var value in _positional) first.Add(value(scope));
        if (_more is not null) first.AddRange(PythonSequences.Items(_more(scope)));
        var named = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in _named) named[name] = value(scope);
        if (_moreNamed is null) return new(first, named, scope.Budget);
        if (_moreNamed(scope) is not TemplateMap more) throw new TemplateException("** needs a dictionary.");
        foreach (var (key, value) in more)
            if (!named.TryAdd(PythonText.Str(key), value)) throw new TemplateException($"'{PythonText.Str(key)}' was given twice.");
        return new(first, named, scope.Budget);
    }
}
