namespace Rollouts.Core.Tokenization.Templates;

/// <summary>What a value is given to: a name, an attribute of a namespace, or several of them.</summary>
/// <param name="Name">A name; empty for several.</param>
/// <param name="Attribute">The namespace's attribute; null = the name itself.</param>
/// <param name="Parts">The several; null for one.</param>
internal sealed record Target(string Name, string? Attribute, Target[]? Parts)
{
    /// <summary>Reads a target.</summary>
    /// <param name="hasNamespace">Whether attributes of a namespace can be targets.</param>
    public static Target Read(TokenStream tokens, bool hasNamespace)
    {
        var (parts, isTuple) = (new List<Target>(), false);
        do
        {
            if (isTuple && (tokens.Current.IsName("in") || tokens.Current.IsOperator("=") || tokens.Current.IsOperator(")"))) break;
            parts.Add(One(tokens, hasNamespace));
        }
        while (tokens.TryTake(",") && (isTuple = true));
        return isTuple ? new("", null, [.. parts]) : parts[0];
    }

    /// <summary>Gives it a value.</summary>
    public void Assign(Scope scope, object? value)
    {
        if (Parts is not null) AssignParts(scope, value);
        else if (Attribute is null) scope.Set(Name, value);
        else if (scope.Get(Name) is TemplateNamespace space) space.Set(Attribute, value);
        else throw new TemplateException($"'{Name}' is no namespace, so '{Name}.{Attribute}' can't be set.");
    }

    private static Target One(TokenStream tokens, bool hasNamespace)
    {
        RenderBudget.RequireStack();
        if (tokens.TryTake("("))
        {
            var inner = Read(tokens, hasNamespace);
            tokens.Expect(")");
            return inner;
        }

        var name = tokens.Expect(TokenKind.Name).Text;
        if (name is "true" or "false" or "none" or "True" or "False" or "None") throw new TemplateException($"'{name}' can't be given a value.");
        return new(name, hasNamespace && tokens.TryTake(".") ? tokens.Expect(TokenKind.Name).Text : null, null);
    }

    private void AssignParts(Scope scope, object? value)
    {
        var items = PythonSequences.Items(value);
        if (items.Count != Parts!.Length) throw new TemplateException($"{Parts.Length} values are needed; there are {items.Count}.");
        for (var index = 0; index < Parts.Length; index++) Parts[index].Assign(scope, items[index]);
    }
}
