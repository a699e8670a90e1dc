namespace Rollouts.Core.Tokenization.Templates;

/// <summary>Reads expressions: operators from the weakest to the strongest.</summary>
/// <param name="tokens">Where from.</param>
internal sealed class ExpressionParser(TokenStream tokens)
{
    private static readonly string[] Comparisons = ["==", "!=", "<", "<=", ">", ">="];

    /// <summary>Names that were read since the set was last replaced.</summary>
    public HashSet<string> Names { get; set; } = [];

    /// <summary>An expression.</summary>
    /// <param name="hasCondition">Whether it may be <c>a if b else c</c>.</param>
    public TemplateExpression Read(bool hasCondition = true)
    {
        RenderBudget.RequireStack();
        var value = ReadOr();
        while (hasCondition && tokens.TryTakeName("if"))
        {
            var (positive, condition) = (value, ReadOr());
            var negative = tokens.TryTakeName("else") ? Read() : _ => new Undefined("The condition is false and has no else");
            value = scope => PythonOperators.IsTrue(condition(scope)) ? positive(scope) : negative(scope);
        }

        return value;
    }

    /// <summary>An expression, or a tuple of several.</summary>
    /// <param name="hasCondition">As in <see cref="Read"/>.</param>
    /// <param name="isInParentheses">Whether nothing at all is an empty tuple.</param>
    public TemplateExpression ReadTuple(bool hasCondition = true, bool isInParentheses = false)
    {
        var (items, isTuple) = (new List<TemplateExpression>(), false);
        while (!IsTupleEnd())
        {
            items.Add(Read(hasCondition));
            if (!tokens.TryTake(",")) break;
            isTuple = true;
        }

        if (!isTuple && items.Count == 1) return items[0];
        if (!isTuple && !isInParentheses) throw tokens.Unexpected("an expression");
        return scope => items.Select(item => item(scope)).ToArray();
    }

    private bool IsTupleEnd() => tokens.Current.Kind is TokenKind.VariableEnd or TokenKind.BlockEnd or TokenKind.End
        || tokens.Current.IsOperator(")") || tokens.Current.IsName("recursive");

    private TemplateExpression ReadOr()
    {
        var left = ReadAnd();
        while (tokens.TryTakeName("or"))
        {
            var (first, second) = (left, ReadAnd());
            left = scope => first(Counted(scope)) is var value && PythonOperators.IsTrue(value) ? value : second(scope);
        }

        return left;
    }

    private TemplateExpression ReadAnd()
    {
        var left = ReadNot();
        while (tokens.TryTakeName("and"))
        {
            var (first, second) = (left, ReadNot());
            left = scope => first(Counted(scope)) is var value && !PythonOperators.IsTrue(value) ? value : second(scope);
        }

        return left;
    }

    private TemplateExpression ReadNot()
    {
        RenderBudget.RequireStack();
        if (!tokens.TryTakeName("not")) return ReadComparison();
        var value = ReadNot();
        return scope => !PythonOperators.IsTrue(value(Counted(scope)));
    }

    private TemplateExpression ReadComparison()
    {
        var first = ReadSum();
        var rest = new List<(string Sign, TemplateExpression Value)>();
        while (TryTakeComparison(out var sign)) rest.Add((sign, ReadSum()));
        if (rest.Count == 0) return first;
        return scope =>
        {
            var left = first(Counted(scope));
            foreach (var (sign, value) in rest)
            {
                var right = value(scope);
                if (!Holds(sign, left, right)) return false;
                left = right;
            }

            return true;
        };
    }

    private bool TryTakeComparison(out string sign)
    {
        sign = tokens.Current.Text;
        if (tokens.Current.Kind == TokenKind.Operator && Comparisons.Contains(sign)) return tokens.Take().Line > 0;
        if (tokens.TryTakeName("in")) return true;
        if (!tokens.Current.IsName("not") || !tokens.Following.IsName("in")) return false;
        tokens.Take();
        tokens.Take();
        sign = "not in";
        return true;
    }

    private static bool Holds(string sign, object? left, object? right) => sign switch
    {
        "==" => PythonOperators.AreEqual(left, right),
        "!=" => !PythonOperators.AreEqual(left, right),
        "in" => PythonSequences.Contains(right, left),
        "not in" => !PythonSequences.Contains(right, left),
        "<" => PythonOperators.Order(left, right, sign) < 0,
        "<=" => PythonOperators.Order(left, right, sign) <= 0,
        ">" => PythonOperators.Order(left, right, sign) > 0,
        _ => PythonOperators.Order(left, right, sign) >= 0,
    };

    private TemplateExpression ReadSum() => ReadArithmetic(ReadConcatenation, "+", "-");

    private TemplateExpression ReadConcatenation()
    {
        var parts = new List<TemplateExpression> { ReadProduct() };
        while (tokens.TryTake("~")) parts.Add(ReadProduct());
        if (parts.Count == 1) return parts[0];
        return scope => parts.Aggregate("", (text, part) => PythonStrings.Join(text, PythonText.Str(part(Counted(scope))), scope.Budget));
    }

    private TemplateExpression ReadProduct() => ReadArithmetic(ReadPower, "*", "/", "//", "%");

    private TemplateExpression ReadPower() => ReadArithmetic(() => ReadUnary(), "**");

    private TemplateExpression ReadArithmetic(Func<TemplateExpression> operand, params string[] signs)
    {
        var left = operand();
        while (tokens.Current.Kind == TokenKind.Operator && signs.Contains(tokens.Current.Text))
        {
            var (sign, first, second) = (tokens.Take().Text, left, operand());
            left = scope => PythonOperators.Arithmetic(sign, first(Counted(scope)), second(scope), scope.Budget);
        }

        return left;
    }

    private TemplateExpression ReadUnary(bool hasFilter = true)
    {
        RenderBudget.RequireStack();
        var primary = new PrimaryParser(tokens, this);
        TemplateExpression value;
        if (tokens.TryTake("-")) value = Signed(ReadUnary(hasFilter: false), isTurned: true);
        else if (tokens.TryTake("+")) value = Signed(ReadUnary(hasFilter: false), isTurned: false);
        else value = primary.Read();
        value = primary.ReadPostfix(value);
        return hasFilter ? primary.ReadFilters(value) : value;
    }

    private static TemplateExpression Signed(TemplateExpression value, bool isTurned) => scope => value(Counted(scope)) switch
    {
        Undefined missing => throw missing.Error(),
        var operand when PythonOperators.Number(operand) is { } number => isTurned ? PythonNumbers.Negate(number) : number,
        var other => throw new TemplateException($"A {PythonText.TypeName(other)} has no sign."),
    };

    private static Scope Counted(Scope scope)
    {
        scope.Budget.Spend();
        return scope;
    }
}
