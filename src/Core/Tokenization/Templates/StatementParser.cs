namespace Rollouts.Core.Tokenization.Templates;

/// <summary>Reads the statements of a template.</summary>
internal sealed class StatementParser
{
    private readonly TokenStream _tokens;
    private readonly ExpressionParser _expressions;

    private StatementParser(string source)
    {
        _tokens = new(TemplateLexer.Read(source));
        _expressions = new(_tokens);
    }

    /// <summary>The whole template as one statement.</summary>
    /// <exception cref="TemplateException">It is not well-formed, or has what templates of chats can't have.</exception>
    public static TemplateStatement Read(string source)
    {
        var parser = new StatementParser(source);
        var body = parser.Body();
        return parser._tokens.Current.Kind == TokenKind.End ? body : throw parser._tokens.Unexpected("the end of the template");
    }

    private TemplateStatement Body(params string[] ends)
    {
        RenderBudget.RequireStack();
        var statements = new List<TemplateStatement>();
        while (_tokens.Current.Kind != TokenKind.End)
        {
            if (_tokens.Current.Kind == TokenKind.Data) statements.Add(Data(_tokens.Take().Text));
            else if (_tokens.Current.Kind == TokenKind.VariableBegin) statements.Add(Variable());
            else if (ends.Contains(_tokens.Following.Text) && _tokens.Following.Kind == TokenKind.Name) break;
            else statements.Add(Block());
        }

        return Statements.Sequence([.. statements]);
    }

    private static TemplateStatement Data(string text) => (_, output) =>
    {
        output.Append(text);
        return Flow.Next;
    };

    private TemplateStatement Variable()
    {
        _tokens.Take();
        var value = _expressions.ReadTuple();
        _tokens.Expect(TokenKind.VariableEnd);
        return Statements.Print(value);
    }

    private TemplateStatement Block()
    {
        _tokens.Take();
        var name = _tokens.Current;
        var statement = _tokens.Expect(TokenKind.Name).Text switch
        {
            "if" => If(),
            "for" => new LoopParser(_tokens, _expressions, BodyUpTo).Read(),
            "set" => Set(),
            "with" => With(),
            "macro" => Macro(),
            "call" => CallBlock(),
            "filter" => FilterBlock(),
            "print" => Print(),
            "block" => NamedBlock(),
            "generation" => Statements.Apart(BodyUpTo("endgeneration")),
            "break" => (_, _) => Flow.Break,
            "continue" => (_, _) => Flow.Continue,
            _ => throw new TemplateException($"Line {name.Line}: the tag '{name.Text}' is not supported in a chat template."),
        };
        _tokens.Expect(TokenKind.BlockEnd);
        return statement;
    }

    // After it the end's name is read; its closing sign is not.
    private TemplateStatement BodyUpTo(params string[] ends)
    {
        _tokens.TryTake(":");
        _tokens.Expect(TokenKind.BlockEnd);
        var body = Body(ends);
        _tokens.Expect(TokenKind.BlockBegin);
        _tokens.Expect(TokenKind.Name);
        return body;
    }

    private TemplateStatement If()
    {
        var branches = new List<(TemplateExpression Condition, TemplateStatement Body)>();
        do branches.Add((_expressions.ReadTuple(hasCondition: false), BodyUpTo("elif", "else", "endif")));
        while (_tokens.Previous.IsName("elif"));
        var otherwise = _tokens.Previous.IsName("else") ? BodyUpTo("endif") : Statements.Sequence([]);
        return Statements.If([.. branches], otherwise);
    }

    private TemplateStatement Set()
    {
        var target = Target.Read(_tokens, hasNamespace: true);
        if (_tokens.TryTake("="))
        {
            var value = _expressions.ReadTuple();
            return (scope, _) =>
            {
                target.Assign(scope, value(scope));
                return Flow.Next;
            };
        }

        var filter = Filters(hasBar: true);
        var body = BodyUpTo("endset");
        return (scope, _) =>
        {
            target.Assign(scope, Statements.Filtered(scope, filter, Statements.Text(scope.Inner(), body)));
            return Flow.Next;
        };
    }

    private TemplateStatement With()
    {
        var values = new List<(Target Target, TemplateExpression Value)>();
        while (_tokens.Current.Kind != TokenKind.BlockEnd)
        {
            if (values.Count > 0) _tokens.Expect(",");
            var target = Target.Read(_tokens, hasNamespace: false);
            _tokens.Expect("=");
            values.Add((target, _expressions.Read()));
        }

        var body = BodyUpTo("endwith");
        return (scope, output) =>
        {
            var inner = scope.Inner();
            foreach (var (target, value) in values) target.Assign(inner, value(scope));
            return body(inner, output);
        };
    }

    private TemplateStatement Macro()
    {
        var name = _tokens.Expect(TokenKind.Name).Text;
        var macro = new MacroParser(_tokens, _expressions, BodyUpTo).Read(name, "endmacro");
        return (scope, _) =>
        {
            scope.Set(name, macro(scope));
            return Flow.Next;
        };
    }

    private TemplateStatement CallBlock()
    {
        var parser = new MacroParser(_tokens, _expressions, BodyUpTo);
        parser.ReadSignature(isOptional: true);
        var called = parser.ReadCalled();
        var caller = parser.ReadBody("caller", "endcall");
        return (scope, output) =>
        {
            output.Append(PythonText.Str(called(scope, caller(scope))));
            return Flow.Next;
        };
    }

    private TemplateStatement FilterBlock()
    {
        var filter = Filters(hasBar: false);
        var body = BodyUpTo("endfilter");
        return (scope, output) =>
        {
            output.Append(PythonText.Str(Statements.Filtered(scope, filter, Statements.Text(scope.Inner(), body))));
            return Flow.Next;
        };
    }

    private TemplateExpression? Filters(bool hasBar)
    {
        TemplateExpression? filter = null;
        while (_tokens.TryTake("|") || (!hasBar && filter is null))
            filter = new PrimaryParser(_tokens, _expressions).ReadFilter(filter ?? (scope => scope.Get(Statements.FilteredName)));
        return filter;
    }

    private TemplateStatement Print()
    {
        var values = new List<TemplateStatement>();
        while (_tokens.Current.Kind != TokenKind.BlockEnd)
        {
            if (values.Count > 0) _tokens.Expect(",");
            values.Add(Statements.Print(_expressions.Read()));
        }

        return Statements.Sequence([.. values]);
    }

    private TemplateStatement NamedBlock()
    {
        var name = _tokens.Expect(TokenKind.Name).Text;
        while (_tokens.TryTakeName("scoped") || _tokens.TryTakeName("required")) { }
        var body = BodyUpTo("endblock");
        _tokens.TryTakeName(name);
        return Statements.Apart(body);
    }
}
