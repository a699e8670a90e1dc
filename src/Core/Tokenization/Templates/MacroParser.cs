namespace Rollouts.Core.Tokenization.Templates;

/// <summary>Reads macros, and the bodies that <c>call</c> hands to one.</summary>
/// <param name="tokens">Where from.</param>
/// <param name="expressions">Reads defaults.</param>
/// <param name="body">Reads up to one of the names.</param>
internal sealed class MacroParser(TokenStream tokens, ExpressionParser expressions, Func<string[], TemplateStatement> body)
{
    private readonly List<(string Name, TemplateExpression? Default)> _parameters = [];

    /// <summary>A macro after its name: parameters and body. Gives what makes the function in a scope.</summary>
    public Func<Scope, TemplateFunction> Read(string name, string end)
    {
        ReadSignature(isOptional: false);
        return ReadBody(name, end);
    }

    /// <summary>Parameters in parentheses.</summary>
    public void ReadSignature(bool isOptional)
    {
        if (isOptional && !tokens.Current.IsOperator("(")) return;
        tokens.Expect("(");
        while (!tokens.TryTake(")"))
        {
            if (_parameters.Count > 0) tokens.Expect(",");
            var name = tokens.Expect(TokenKind.Name).Text;
            var fallback = tokens.TryTake("=") ? expressions.Read() : null;
            if (fallback is null && _parameters.Count > 0 && _parameters[^1].Default is not null) throw tokens.Unexpected("a default");
            _parameters.Add((name, fallback));
        }
    }

    /// <summary>The call that <c>call</c> makes; it is given the body as <c>caller</c>.</summary>
    public Func<Scope, TemplateFunction, object?> ReadCalled()
    {
        var (called, arguments) = new PrimaryParser(tokens, expressions).ReadCall();
        return (scope, caller) =>
        {
            var given = arguments(scope, []);
            given.Named["caller"] = caller;
            return PrimaryParser.Invoke(called(scope), given);
        };
    }

    /// <summary>The body. Gives what makes the function in a scope.</summary>
    public Func<Scope, TemplateFunction> ReadBody(string name, string end)
    {
        var outside = expressions.Names;
        expressions.Names = [];
        var statement = body([end]);
        var names = expressions.Names;
        outside.UnionWith(names);
        expressions.Names = outside;
        return scope => arguments => Call(scope, name, statement, names, arguments);
    }

    private object? Call(Scope outer, string name, TemplateStatement statement, HashSet<string> names, CallArguments arguments)
    {
        var scope = outer.Inner();
        Bind(scope, name, names, arguments);
        scope.Budget.Enter();
        var text = Statements.Text(scope, statement);
        scope.Budget.Leave();
        return text;
    }

    private void Bind(Scope scope, string name, HashSet<string> names, CallArguments arguments)
    {
        var named = new Dictionary<string, object?>(arguments.Named);
        for (var index = 0; index < _parameters.Count; index++)
        {
            var (parameter, fallback) = _parameters[index];
            var isNamed = named.Remove(parameter, out var value);
            if (index < arguments.Positional.Count) value = isNamed ? throw new TemplateException($"{name} was given '{parameter}' twice.") : arguments.Positional[index];
            else if (!isNamed) value = fallback is null ? new Undefined($"The parameter '{parameter}' was not given") : fallback(scope);
            scope.Set(parameter, value);
        }

        if (names.Contains("caller") && !_parameters.Exists(parameter => parameter.Name == "caller"))
            scope.Set("caller", named.Remove("caller", out var caller) ? caller : new Undefined("No caller is defined"));
        BindRest(scope, name, names, arguments, named);
    }

    private void BindRest(Scope scope, string name, HashSet<string> names, CallArguments arguments, Dictionary<string, object?> named)
    {
        if (names.Contains("varargs")) scope.Set("varargs", arguments.Positional.Skip(_parameters.Count).ToArray());
        else if (arguments.Positional.Count > _parameters.Count) throw new TemplateException($"{name} takes {_parameters.Count} arguments at most; it was given {arguments.Positional.Count}.");
        if (!names.Contains("kwargs"))
        {
            if (named.Count > 0) throw new TemplateException($"{name} has no argument '{named.Keys.First()}'.");
            return;
        }

        var map = new TemplateMap();
        foreach (var (key, value) in named) map[key] = value;
        scope.Set("kwargs", map);
    }
}
