using System.Text;
using Rollouts.Core.Tokenization.Patterns;

namespace Rollouts.Core.Tokenization.HuggingFace;

/// <summary>Replaces every match of a pattern by a text, as the Replace normalizer and decoder do.</summary>
internal static class Replacement
{
    /// <summary>Reads <c>pattern</c> and <c>content</c>.</summary>
    public static Func<string, string> Read(Component component)
    {
        var content = component.Text("content");
        var pattern = new Component(component.Get("pattern"), component.Place + ".pattern");
        component.Done();
        if (pattern.Find("String") is { } literal) return Literal(literal.GetString()!, content, pattern);
        var expression = new ScalarPattern(pattern.Text("Regex"));
        pattern.Done();
        return text => Replace(text, expression, content);
    }

    private static Func<string, string> Literal(string literal, string content, Component pattern)
    {
        pattern.Done();
        return literal.Length == 0 ? text => text : text => text.Replace(literal, content, StringComparison.Ordinal);
    }

    private static string Replace(string text, ScalarPattern expression, string content)
    {
        var matches = new List<(int Start, int Length)>();
        expression.Find(text, matches);
        var (result, copied) = (new StringBuilder(text.Length), 0);
        foreach (var (start, length) in matches)
        {
            result.Append(text, copied, start - copied).Append(content);
            copied = start + length;
        }

        return result.Append(text, copied, text.Length - copied).ToString();
    }
}
