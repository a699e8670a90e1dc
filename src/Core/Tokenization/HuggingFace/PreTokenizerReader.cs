using Rollouts.Core.Tokenization.Unicode;

namespace Rollouts.Core.Tokenization.HuggingFace;

/// <summary>Reads the <c>pre_tokenizer</c>: where a text is cut into the words that merges stay inside of.</summary>
internal sealed class PreTokenizerReader
{
    /// <summary>The expression of GPT-2, which ByteLevel has built in.</summary>
    public const string BytePattern = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";
    private const string Known = "Sequence, Split, ByteLevel, Digits, Metaspace, Punctuation, Whitespace, WhitespaceSplit and CharDelimiterSplit";

    private readonly List<PreTokenizer> _steps = [];

    /// <summary>The steps, in order.</summary>
    public IReadOnlyList<PreTokenizer> Steps => _steps;

    /// <summary>Whether the words go to the model as bytes.</summary>
    public bool IsByteLevel { get; private set; }

    /// <summary>Adds the steps of a component.</summary>
    /// <exception cref="FormatException">It is not known; the message names it.</exception>
    public void Read(Component component)
    {
        if (IsByteLevel) throw new FormatException($"{component.Place} follows ByteLevel, which should come last.");
        switch (component.Type)
        {
            case "Sequence": foreach (var part in component.List("pretokenizers")) Read(part); break;
            case "Split": Split(component); break;
            case "ByteLevel": ByteLevel(component.Ignore("trim_offsets")); break;
            case "Digits": Digits(component); break;
            case "Metaspace": Metaspace(component.Ignore("str_rep")); break;
            case "Punctuation": _steps.Add(PreTokenizers.Scalars(ScalarProperties.Punctuation, Behavior(component, "Isolated"))); break;
            case "Whitespace": _steps.Add(PreTokenizers.Pattern(@"[\w\u200C\u200D]+|[^\w\u200C\u200D\s]+", SplitBehavior.Removed, isInverted: true)); break;
            case "WhitespaceSplit": _steps.Add(PreTokenizers.Scalars(ScalarProperties.WhiteSpace, SplitBehavior.Removed)); break;
            case "CharDelimiterSplit": _steps.Add(PreTokenizers.Literal(component.Text("delimiter"), SplitBehavior.Removed, isInverted: false)); break;
            default: throw component.Unknown(Known);
        }

        component.Done();
    }

    private void Split(Component component)
    {
        var (behavior, isInverted) = (Behavior(component, null), component.Flag("invert", false));
        var pattern = new Component(component.Get("pattern"), component.Place + ".pattern");
        _steps.Add(pattern.Find("String") is { } literal
            ? PreTokenizers.Literal(literal.GetString()!, behavior, isInverted)
            : PreTokenizers.Pattern(pattern.Text("Regex"), behavior, isInverted));
        pattern.Done();
    }

    private void Digits(Component component) => _steps.Add(PreTokenizers.Scalars(
        ScalarProperties.Numeric, component.Flag("individual_digits", false) ? SplitBehavior.Isolated : SplitBehavior.Contiguous));

    private void ByteLevel(Component component)
    {
        if (component.Flag("add_prefix_space", true)) _steps.Add(PreTokenizers.SpaceBefore);
        if (component.Flag("use_regex", true)) _steps.Add(PreTokenizers.Pattern(BytePattern, SplitBehavior.Isolated, isInverted: false));
        IsByteLevel = true;
    }

    // Older files say add_prefix_space where newer ones say prepend_scheme.
    private void Metaspace(Component component)
    {
        var mark = MetaspaceMark(component);
        var isPrefixed = component.Flag("add_prefix_space", true);
        var scheme = component.Text("prepend_scheme", isPrefixed ? "always" : "never");
        if (scheme is not ("always" or "first" or "never")) throw new FormatException($"{component.Place}.prepend_scheme is {scheme}; always, first and never are known.");
        _steps.Add(PreTokenizers.Metaspace(mark, scheme, component.Flag("split", true)));
    }

    /// <summary>The character that stands for a space.</summary>
    internal static char MetaspaceMark(Component component) => component.Text("replacement", "▁") is { Length: 1 } mark
        ? mark[0] : throw new FormatException($"{component.Place}.replacement should be one character.");

    private static SplitBehavior Behavior(Component component, string? fallback)
    {
        var name = fallback is null ? component.Text("behavior") : component.Text("behavior", fallback);
        return Enum.TryParse<SplitBehavior>(name, out var behavior) ? behavior : throw new FormatException(
            $"{component.Place}.behavior is {name}; known are {string.Join(", ", Enum.GetNames<SplitBehavior>())}.");
    }
}
