namespace Rollouts.Core.Tokenization.Templates;

/// <summary>Reads names and literals, and what can follow them: attributes, items, slices, calls, filters and tests.</summary>
/// <param name="tokens">Where from.</param>
/// <param name="expressions">Reads what stands inside brackets.</param>
internal sealed class PrimaryParser(TokenStream tokens, ExpressionParser expressions)
{
    /// <summary>A name, a literal, or an expression in brackets.</summary>
    public TemplateExpression Read()
    {
        var token = tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.Name: return Name(tokens.Take().Text);
            case TokenKind.Text: return Text();
            case TokenKind.Integer or TokenKind.Float:
                tokens.Take();
                return _ => token.Value;
            case TokenKind.Operator when tokens.TryTake("("):
                var inner = expressions.ReadTuple(isInParentheses: true);
                tokens.Expect(")");
                return inner;
            case TokenKind.Operator when tokens.TryTake("["): return List();
            case TokenKind.Operator when tokens.TryTake("{"): return Map();
            default: throw tokens.Unexpected("an expression");
        }
    }

    /// <summary>Attributes, items, slices and calls.</summary>
    public TemplateExpression ReadPostfix(TemplateExpression value)
    {
        while (true)
        {
            if (tokens.TryTake(".")) value = Attribute(value);
            else if (tokens.TryTake("[")) value = Item(value);
            else if (tokens.Current.IsOperator("(")) value = Call(value);
            else return value;
        }
    }

    /// <summary>Filters and tests, and calls of what they give.</summary>
    public TemplateExpression ReadFilters(TemplateExpression value)
    {
        while (true)
        {
            if (tokens.TryTake("|")) value = ReadFilter(value);
            else if (tokens.TryTakeName("is")) value = Test(value);
            else if (tokens.Current.IsOperator("(")) value = Call(value);
            else return value;
        }
    }

    /// <summary>One filter, applied to a value; the bar is read already.</summary>
    public TemplateExpression ReadFilter(TemplateExpression value)
    {
        var name = DottedName();
        var arguments = tokens.Current.IsOperator("(") ? new ArgumentParser(tokens, expressions).Read() : ArgumentParser.None;
        return scope => TemplateFilters.Find(name)(arguments(scope, [value(Counted(scope))]));
    }

    /// <summary>A call as its last part: what is called, and its arguments.</summary>
    public (TemplateExpression Called, ArgumentParser.Evaluation Arguments) ReadCall()
    {
        var value = Read();
        while (true)
        {
            if (tokens.TryTake(".")) value = Attribute(value);
            else if (tokens.TryTake("[")) value = Item(value);
            else if (!tokens.Current.IsOperator("(")) throw tokens.Unexpected("a call");
            else if (new ArgumentParser(tokens, expressions).Read() is var arguments && tokens.Current.Kind == TokenKind.BlockEnd) return (value, arguments);
            else value = Called(value, arguments);
        }
    }

    /// <summary>Calls a value.</summary>
    /// <exception cref="TemplateException">It can't be called.</exception>
    public static object? Invoke(object? value, CallArguments arguments) => value switch
    {
        TemplateFunction function => function(arguments),
        LoopContext { Recurse: { } recurse } => recurse(arguments),
        Undefined missing => throw missing.Error(),
        _ => throw new TemplateException($"A {PythonText.TypeName(value)} can't be called."),
    };

    private static TemplateExpression Called(TemplateExpression value, ArgumentParser.Evaluation arguments) =>
        scope => Invoke(value(Counted(scope)), arguments(scope, []));

    private static Scope Counted(Scope scope)
    {
        scope.Budget.Spend();
        return scope;
    }

    private TemplateExpression Name(string name)
    {
        expressions.Names.Add(name);
        return name switch
        {
            "true" or "True" => _ => true,
            "false" or "False" => _ => false,
            "none" or "None" => _ => null,
            _ => scope => Counted(scope).Get(name),
        };
    }

    private TemplateExpression Text()
    {
        var text = "";
        while (tokens.Current.Kind == TokenKind.Text) text += tokens.Take().Text;
        return _ => text;
    }

    private TemplateExpression List()
    {
        var items = new List<TemplateExpression>();
        while (!tokens.TryTake("]"))
        {
            if (items.Count > 0) tokens.Expect(",");
            if (tokens.TryTake("]")) break;
            items.Add(expressions.Read());
        }

        return scope => items.Select(item => item(Counted(scope))).ToList();
    }

    private TemplateExpression Map()
    {
        var items = new List<(TemplateExpression Key, TemplateExpression Value)>();
        while (!tokens.TryTake("}"))
        {
            if (items.Count > 0) tokens.Expect(",");
            if (tokens.TryTake("}")) break;
            var key = expressions.Read();
            tokens.Expect(":");
            items.Add((key, expressions.Read()));
        }

        return scope =>
        {
            var map = new TemplateMap();
            foreach (var (key, value) in items) map[TemplateMap.Key(key(Counted(scope)))] = value(scope);
            return map;
        };
    }

    private TemplateExpression Attribute(TemplateExpression value)
    {
        if (tokens.Current.Kind == TokenKind.Integer)
        {
            var place = tokens.Take().Value;
            return scope => Attributes.Item(value(Counted(scope)), place);
        }

        var name = tokens.Expect(TokenKind.Name).Text;
        return scope => Attributes.Get(value(Counted(scope)), name);
    }

    private TemplateExpression Item(TemplateExpression value)
    {
        var start = tokens.Current.IsOperator(":") ? null : expressions.Read();
        if (!tokens.TryTake(":"))
        {
            tokens.Expect("]");
            return scope => Attributes.Item(value(Counted(scope)), start!(scope));
        }

        var stop = tokens.Current.IsOperator(":") || tokens.Current.IsOperator("]") ? null : expressions.Read();
        var step = tokens.TryTake(":") && !tokens.Current.IsOperator("]") ? expressions.Read() : null;
        tokens.Expect("]");
        return scope => PythonSequences.Slice(value(Counted(scope)), start?.Invoke(scope), stop?.Invoke(scope), step?.Invoke(scope), scope.Budget);
    }

    private TemplateExpression Call(TemplateExpression value) => Called(value, new ArgumentParser(tokens, expressions).Read());

    private TemplateExpression Test(TemplateExpression value)
    {
        var isTurned = tokens.TryTakeName("not");
        var name = DottedName();
        var arguments = tokens.Current.IsOperator("(") ? new ArgumentParser(tokens, expressions).Read() : TestOperand();
        return scope => isTurned != PythonOperators.IsTrue(TemplateTests.Find(name)(arguments(scope, [value(Counted(scope))])));
    }

    // A test's only argument may stand without parentheses: x is divisibleby 3.
    private ArgumentParser.Evaluation TestOperand()
    {
        var token = tokens.Current;
        var isOperand = token.Kind is TokenKind.Text or TokenKind.Integer or TokenKind.Float || token.IsOperator("[") || token.IsOperator("{")
            || (token.Kind == TokenKind.Name && token.Text is not ("else" or "or" or "and"));
        if (!isOperand) return ArgumentParser.None;
        if (token.IsName("is")) throw tokens.Unexpected("no second test");
        var operand = ReadPostfix(Read());
        return (scope, first) => new([.. first, operand(scope)], [], scope.Budget);
    }

    private string DottedName()
    {
        var name = tokens.Expect(TokenKind.Name).Text;
        while (tokens.TryTake(".")) name += "." + tokens.Expect(TokenKind.Name).Text;
        return name;
    }
}
