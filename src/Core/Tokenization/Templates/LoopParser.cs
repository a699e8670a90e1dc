namespace Rollouts.Core.Tokenization.Templates;

/// <summary>Reads <c>for</c>.</summary>
/// <param name="tokens">Where from.</param>
/// <param name="expressions">Reads what it goes through.</param>
/// <param name="body">Reads up to one of the names.</param>
internal sealed class LoopParser(TokenStream tokens, ExpressionParser expressions, Func<string[], TemplateStatement> body)
{
    private Target _target = null!;
    private TemplateExpression? _condition;
    private TemplateStatement _body = null!;
    private TemplateStatement? _otherwise;
    private bool _isRecursive;

    /// <summary>The loop; its first word is read already.</summary>
    public TemplateStatement Read()
    {
        _target = Target.Read(tokens, hasNamespace: false);
        if (!tokens.TryTakeName("in")) throw tokens.Unexpected("'in'");
        var items = expressions.ReadTuple(hasCondition: false);
        _condition = tokens.TryTakeName("if") ? expressions.Read() : null;
        _isRecursive = tokens.TryTakeName("recursive");
        _body = body(["endfor", "else"]);
        _otherwise = tokens.Previous.IsName("else") ? body(["endfor"]) : null;
        return (scope, output) => Run(scope, output, items(scope), depth: 0);
    }

    private Flow Run(Scope scope, TemplateOutput output, object? value, int depth)
    {
        var items = Chosen(scope, value);
        var loop = new LoopContext(items, depth, _isRecursive ? arguments => Recurse(scope, arguments, depth + 1) : null);
        for (; loop.Index < items.Count; loop.Index++)
        {
            scope.Budget.Spend();
            var inner = scope.Inner();
            inner.Set("loop", loop);
            _target.Assign(inner, items[loop.Index]);
            if (_body(inner, output) == Flow.Break) break;
        }

        return items.Count == 0 && _otherwise is not null ? _otherwise(scope.Inner(), output) : Flow.Next;
    }

    private IReadOnlyList<object?> Chosen(Scope scope, object? value)
    {
        var items = PythonSequences.Items(value);
        if (_condition is null) return items;
        return [.. items.Where(item =>
        {
            var inner = scope.Inner();
            _target.Assign(inner, item);
            return PythonOperators.IsTrue(_condition(inner));
        })];
    }

    private object? Recurse(Scope scope, CallArguments arguments, int depth)
    {
        var output = new TemplateOutput(scope.Budget);
        scope.Budget.Enter();
        Run(scope, output, arguments.Bind("loop", ("iterable", CallArguments.Required))[0], depth);
        scope.Budget.Leave();
        return output.ToString();
    }
}
