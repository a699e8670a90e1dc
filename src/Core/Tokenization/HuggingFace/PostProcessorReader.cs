namespace Rollouts.Core.Tokenization.HuggingFace;

/// <summary>Ids that a post-processor puts around a text.</summary>
/// <param name="Before">Before it.</param>
/// <param name="After">After it.</param>
internal sealed record Frame(int[] Before, int[] After)
{
    /// <summary>Nothing around it.</summary>
    public static Frame None { get; } = new([], []);
}

/// <summary>Reads the <c>post_processor</c>, as far as it concerns a single text.</summary>
internal static class PostProcessorReader
{
    private const string Known = "Sequence, TemplateProcessing, ByteLevel, RobertaProcessing and BertProcessing";

    /// <summary>The ids that a component adds.</summary>
    /// <exception cref="FormatException">It is not known; the message names it.</exception>
    public static Frame Read(Component component)
    {
        var frame = component.Type switch
        {
            "Sequence" => component.List("processors").Select(Read).Aggregate(
                Frame.None, (inner, outer) => new([.. outer.Before, .. inner.Before], [.. inner.After, .. outer.After])),
            "TemplateProcessing" => Template(component.Ignore("pair")),
            "ByteLevel" => Nothing(component.Ignore("add_prefix_space", "trim_offsets", "use_regex")),
            "RobertaProcessing" or "BertProcessing" => new([component.Get("cls")[1].GetInt32()], [component.Ignore("trim_offsets", "add_prefix_space").Get("sep")[1].GetInt32()]),
            _ => throw component.Unknown(Known),
        };
        component.Done();
        return frame;
    }

    private static Frame Nothing(Component _) => Frame.None;

    private static Frame Template(Component component)
    {
        var specials = component.Get("special_tokens");
        var (before, after, isAfter) = (new List<int>(), new List<int>(), false);
        foreach (var item in component.Get("single").EnumerateArray())
        {
            if (item.TryGetProperty("Sequence", out _)) isAfter = true;
            else (isAfter ? after : before).AddRange(specials.GetProperty(item.GetProperty("SpecialToken").GetProperty("id").GetString()!)
                .GetProperty("ids").EnumerateArray().Select(id => id.GetInt32()));
        }

        return new([.. before], [.. after]);
    }
}
