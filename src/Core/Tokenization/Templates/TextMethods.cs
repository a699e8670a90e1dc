using System.Globalization;
using System.Text;

namespace Rollouts.Core.Tokenization.Templates;

/// <summary>Python's methods of texts; the first argument is the text itself.</summary>
internal static class TextMethods
{
    private static readonly Dictionary<string, TemplateFunction> Methods = new(StringComparer.Ordinal)
    {
        ["upper"] = Plain(PythonStrings.Upper), ["lower"] = Plain(PythonStrings.Lower), ["casefold"] = Plain(PythonStrings.Lower),
        ["capitalize"] = Plain(PythonStrings.Capitalize), ["title"] = Plain(PythonStrings.Title), ["swapcase"] = Plain(SwapCase),
        ["strip"] = Strip(true, true), ["lstrip"] = Strip(true, false), ["rstrip"] = Strip(false, true),
        ["startswith"] = Affix((text, affix) => text.StartsWith(affix, StringComparison.Ordinal)),
        ["endswith"] = Affix((text, affix) => text.EndsWith(affix, StringComparison.Ordinal)),
        ["removeprefix"] = Two("removeprefix", "prefix", (text, prefix) => text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text),
        ["removesuffix"] = Two("removesuffix", "suffix", (text, suffix) => suffix.Length > 0 && text.EndsWith(suffix, StringComparison.Ordinal) ? text[..^suffix.Length] : text),
        ["find"] = Search((text, part) => text.IndexOf(part, StringComparison.Ordinal), isError: false),
        ["rfind"] = Search((text, part) => part.Length == 0 ? text.Length : text.LastIndexOf(part, StringComparison.Ordinal), isError: false),
        ["index"] = Search((text, part) => text.IndexOf(part, StringComparison.Ordinal), isError: true),
        ["rindex"] = Search((text, part) => part.Length == 0 ? text.Length : text.LastIndexOf(part, StringComparison.Ordinal), isError: true),
        ["count"] = Two("count", "sub", (text, part) => part.Length == 0 ? PythonStrings.Length(text) + 1 : (object)(long)(text.Split(part).Length - 1)),
        ["replace"] = Replace, ["join"] = Join, ["format"] = FormatMethod.Apply,
        ["split"] = TextSplitting.Split, ["rsplit"] = TextSplitting.RightSplit, ["splitlines"] = TextSplitting.Lines,
        ["partition"] = TextSplitting.Partition(isLast: false), ["rpartition"] = TextSplitting.Partition(isLast: true),
        ["isdigit"] = All(rune => Rune.IsDigit(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherNumber && Rune.GetNumericValue(rune) is >= 0 and <= 9),
        ["isdecimal"] = All(Rune.IsDigit), ["isnumeric"] = All(Rune.IsNumber), ["isalpha"] = All(Rune.IsLetter), ["isalnum"] = All(rune => Rune.IsLetter(rune) || Rune.IsNumber(rune)),
        ["isspace"] = All(rune => rune.IsBmp && PythonStrings.IsSpace((char)rune.Value)), ["isascii"] = Plain(text => (object)System.Text.Ascii.IsValid(text)),
        ["isupper"] = Plain(text => (object)(text.EnumerateRunes().Any(Rune.IsUpper) && !text.EnumerateRunes().Any(Rune.IsLower))),
        ["islower"] = Plain(text => (object)(text.EnumerateRunes().Any(Rune.IsLower) && !text.EnumerateRunes().Any(Rune.IsUpper))),
        ["istitle"] = Plain(text => (object)(text.EnumerateRunes().Any(Rune.IsLetter) && PythonStrings.Title(text) == text)),
        ["zfill"] = Zeros, ["ljust"] = Pad("ljust", (width, _) => 0), ["rjust"] = Pad("rjust", (width, _) => width),
        ["center"] = Pad("center", (missing, width) => missing / 2 + (missing & width & 1)),
    };

    /// <summary>A method; null where there is none.</summary>
    public static TemplateFunction? Find(string name) => Methods.GetValueOrDefault(name);

    private static TemplateFunction Plain(Func<string, object?> method) => arguments => method((string)arguments.Bind("the method", ("self", null))[0]!);

    private static TemplateFunction Two(string name, string parameter, Func<string, string, object?> method) => arguments =>
    {
        var values = arguments.Bind(name, ("self", null), (parameter, CallArguments.Required));
        return method((string)values[0]!, Text(values[1], name));
    };

    private static string Text(object? value, string name) => value switch
    {
        string text => text,
        Undefined missing => throw missing.Error(),
        _ => throw new TemplateException($"{name} needs a text; it was given a {PythonText.TypeName(value)}."),
    };

    private static TemplateFunction Strip(bool isLeft, bool isRight) => arguments =>
    {
        var values = arguments.Bind("strip", ("self", null), ("chars", null));
        return PythonStrings.Strip((string)values[0]!, values[1] is null ? null : Text(values[1], "strip"), isLeft, isRight);
    };

    private static TemplateFunction Affix(Func<string, string, bool> test) => arguments =>
    {
        var values = arguments.Bind("startswith or endswith", ("self", null), ("affix", CallArguments.Required));
        var text = (string)values[0]!;
        return values[1] is object?[] choices ? choices.Any(choice => test(text, Text(choice, "startswith"))) : test(text, Text(values[1], "startswith"));
    };

    private static TemplateFunction Search(Func<string, string, int> search, bool isError) => arguments =>
    {
        var values = arguments.Bind("find or index", ("self", null), ("sub", CallArguments.Required), ("start", null), ("end", null));
        var text = (string)values[0]!;
        var part = (string)PythonSequences.Slice(text, values[2], values[3], null, arguments.Budget);
        var place = search(part, Text(values[1], "find"));
        if (place < 0) return isError ? throw new TemplateException("The part is not in the text.") : -1L;
        var start = PythonOperators.Number(values[2]) as long? ?? 0;
        return PythonStrings.Length(part[..place]) + (start < 0 ? Math.Max(0, start + PythonStrings.Length(text)) : start);
    };

    private static object? Replace(CallArguments arguments)
    {
        var values = arguments.Bind("replace", ("self", null), ("old", CallArguments.Required), ("new", CallArguments.Required), ("count", -1L));
        var count = PythonOperators.Number(values[3]) as long? ?? throw new TemplateException("replace needs a whole number as its count.");
        return PythonStrings.Replace((string)values[0]!, Text(values[1], "replace"), Text(values[2], "replace"), count, arguments.Budget);
    }

    private static object? Join(CallArguments arguments)
    {
        var values = arguments.Bind("join", ("self", null), ("items", CallArguments.Required));
        var parts = PythonSequences.Items(values[1]).Select(item => Text(item, "join")).ToArray();
        arguments.Budget.SpendText(parts.Sum(part => (long)part.Length + ((string)values[0]!).Length));
        return string.Join((string)values[0]!, parts);
    }

    private static TemplateFunction All(Predicate<Rune> test) => Plain(text => text.Length > 0 && text.EnumerateRunes().All(rune => test(rune)));

    private static object? Zeros(CallArguments arguments)
    {
        var (text, missing, _) = Missing(arguments.Bind("zfill", ("self", null), ("width", CallArguments.Required)), arguments.Budget);
        return text is ['+' or '-', ..] ? text[0] + new string('0', missing) + text[1..] : new string('0', missing) + text;
    }

    private static TemplateFunction Pad(string name, Func<int, int, int> left) => arguments =>
    {
        var values = arguments.Bind(name, ("self", null), ("width", CallArguments.Required), ("fillchar", " "));
        var (text, missing, width) = Missing(values, arguments.Budget);
        var fill = Text(values[2], name);
        if (PythonStrings.Length(fill) != 1) throw new TemplateException($"{name} fills with one character.");
        var before = left(missing, width);
        return string.Concat(Enumerable.Repeat(fill, before)) + text + string.Concat(Enumerable.Repeat(fill, missing - before));
    };

    private static (string Text, int Missing, int Width) Missing(object?[] values, RenderBudget budget)
    {
        var text = (string)values[0]!;
        var width = PythonOperators.Number(values[1]) as long? ?? throw new TemplateException("A width should be a whole number.");
        var missing = Math.Max(0, width - PythonStrings.Length(text));
        budget.SpendText(missing);
        return (text, (int)missing, (int)Math.Clamp(width, 0, int.MaxValue));
    }

    private static string SwapCase(string text) => string.Concat(text.EnumerateRunes().Select(rune => (Rune.IsUpper(rune) ? Rune.ToLowerInvariant(rune) : Rune.ToUpperInvariant(rune)).ToString()));
}
