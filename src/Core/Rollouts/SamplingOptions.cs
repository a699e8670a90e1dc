namespace Rollouts.Core.Rollouts;

/// <summary>How tokens are drawn.</summary>
[GenerateSerializer, Immutable, Alias("sampling-options")]
public sealed record SamplingOptions
{
    /// <summary>Divides the logits; 0 is greedy.</summary>
    [Id(0)] public double Temperature { get; init; } = 1;

    /// <summary>Nucleus mass in (0, 1]; 1 keeps every token.</summary>
    [Id(1)] public double TopP { get; init; } = 1;

    /// <summary>Most likely tokens kept; 0 keeps every token.</summary>
    [Id(2)] public int TopK { get; init; }

    /// <summary>Generated tokens at most, hint excluded (A15).</summary>
    [Id(3)] public int MaximumTokens { get; init; } = 64;
}
