namespace Rollouts.Core.Problems;

/// <summary>Which fields of a line or row hold the parts of a problem; null = as the source has them.</summary>
/// <remarks>A dot leads inwards: <c>reward_model.ground_truth</c>, <c>prompt.0.content</c>. A field whose own name has dots is found first.</remarks>
public sealed record FieldOptions
{
    /// <summary>What the policy is asked.</summary>
    public string? Statement { get; init; }

    /// <summary>The worked solution as one text.</summary>
    public string? Solution { get; init; }

    /// <summary>The worked solution as a list of texts; where a line has it, it comes before <see cref="Solution"/>.</summary>
    public string? Steps { get; init; }

    /// <summary>The final answer, a text or a number.</summary>
    public string? Answer { get; init; }

    /// <summary>A name of the problem, unique in both files; numbered by line unless given.</summary>
    public string? Id { get; init; }

    /// <summary>Subject, level and the like; a field may hold one or a list.</summary>
    public string[]? Tags { get; init; }

    /// <summary>These fields, and those of another map where this one is silent.</summary>
    internal FieldOptions Over(FieldOptions source) => new()
    {
        Statement = Statement ?? source.Statement, Solution = Solution ?? source.Solution, Steps = Steps ?? source.Steps,
        Answer = Answer ?? source.Answer, Id = Id ?? source.Id, Tags = Tags ?? source.Tags,
    };
}
