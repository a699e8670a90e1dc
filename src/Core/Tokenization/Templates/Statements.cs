namespace Rollouts.Core.Tokenization.Templates;

/// <summary>Statements put together from others.</summary>
internal static class Statements
{
    /// <summary>What a filter that is applied to a body finds it as; no template can name it.</summary>
    public const string FilteredName = " filtered";

    /// <summary>One after the other.</summary>
    public static TemplateStatement Sequence(TemplateStatement[] statements) => (scope, output) =>
    {
        foreach (var statement in statements)
        {
            scope.Budget.Spend();
            if (statement(scope, output) is not Flow.Next and var flow) return flow;
        }

        return Flow.Next;
    };

    /// <summary>A value's text.</summary>
    public static TemplateStatement Print(TemplateExpression value) => (scope, output) =>
    {
        output.Append(PythonText.Str(value(scope)));
        return Flow.Next;
    };

    /// <summary>The first branch whose condition is true, or the other.</summary>
    public static TemplateStatement If((TemplateExpression Condition, TemplateStatement Body)[] branches, TemplateStatement otherwise) => (scope, output) =>
    {
        foreach (var (condition, body) in branches)
            if (PythonOperators.IsTrue(condition(scope))) return body(scope, output);
        return otherwise(scope, output);
    };

    /// <summary>A body whose variables nobody else sees.</summary>
    public static TemplateStatement Apart(TemplateStatement body) => (scope, output) => body(scope.Inner(), output);

    /// <summary>The text of a body.</summary>
    public static string Text(Scope scope, TemplateStatement body)
    {
        var output = new TemplateOutput(scope.Budget);
        body(scope, output);
        return output.ToString();
    }

    /// <summary>A text after the filter, if there is one.</summary>
    public static object? Filtered(Scope scope, TemplateExpression? filter, string text)
    {
        if (filter is null) return text;
        var inner = scope.Inner();
        inner.Set(FilteredName, text);
        return filter(inner);
    }
}
