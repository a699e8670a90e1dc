using System.Collections.Immutable;
using Rollouts.Core.Advantages;

namespace Rollouts.Core.Training;

/// <summary>Published algorithms by name. Each differs from the group-relative REINFORCE of arXiv 2509.24203 in the options shown and in
/// nothing else.</summary>
public static class LossRecipes
{
    private static readonly LossOptions Plain = new()
    {
        Clip = ClipMode.None, Weight = WeightMode.None, Aggregation = LossAggregation.TokenMean,
    };

    private static readonly LossOptions Proximal = Plain with { Clip = ClipMode.OneSide, Surrogate = Surrogate.Ratio };

    private static readonly AdvantageOptions Mean = new();

    private static readonly AdvantageOptions Standardised = new() { Scale = AdvantageScale.SampleDeviation };

    /// <summary>All of them, the plainest first.</summary>
    public static ImmutableArray<LossRecipe> All { get; } =
    [
        new("reinforce", Mean, Plain),
        new("rec-one-side-no-is", Mean, Plain with { Clip = ClipMode.OneSide }),
        new("rec-one-side-no-is-wide", Mean, Plain with { Clip = ClipMode.OneSide, ClipLow = 0.6, ClipHigh = 2.0 }),
        new("rec-one-side-is", Mean, Plain with { Clip = ClipMode.OneSide, Weight = WeightMode.Ratio }),
        new("rec-two-side-no-is", Mean, Plain with { Clip = ClipMode.TwoSide }),
        new("rec-two-side-is", Mean, Plain with { Clip = ClipMode.TwoSide, Weight = WeightMode.Ratio }),
        new("rec-ring-no-is", Mean, Plain with { Clip = ClipMode.Ring }),
        new("rec-ring-is", Mean, Plain with { Clip = ClipMode.Ring, Weight = WeightMode.Ratio }),
        new("rec-grpo", new() { Scale = AdvantageScale.PopulationDeviation },
            Plain with { Clip = ClipMode.OneSide, Weight = WeightMode.Ratio }),
        new("rec-gspo-no-is", Mean, GspoBounds(Plain)),
        new("rec-gspo-is", Mean, GspoBounds(Plain with { Weight = WeightMode.Ratio })),
        new("asymre", Mean, Plain with { Regularizer = Regularizer.ForwardKl }),
        new("opmd", Mean, Plain with { Regularizer = Regularizer.K2 }),
        new("opmd-simple", Mean, Plain with { Damping = 1 }),
        new("red-drop", new() { DropSurplusNegatives = true }, Plain),
        new("red-weight", Mean, Plain with { Weight = WeightMode.Advantage }),
        new("grpo", Standardised, Proximal with { Aggregation = LossAggregation.SequenceMeanTokenMean }),
        new("ppo-dual-clip", Standardised, Proximal with { DualClip = 3 }),
        new("dr-grpo", Mean, Proximal with { Aggregation = LossAggregation.TokenSumOverLimit }),
        new("dapo", Standardised with { DropDegenerateGroups = true }, Proximal with { ClipHigh = 0.28 }),
        new("gspo", Standardised, GspoBounds(Proximal)),
        new("luspo", Standardised, Proximal with
        {
            Ratio = RatioLevel.Sequence, ClipLow = 2e-3, ClipHigh = 2.5e-3, Aggregation = LossAggregation.SequenceMeanTokenSum,
        }),
        new("cispo", Standardised, Plain with { Weight = WeightMode.Truncated, WeightMaximum = 1.28 }),
        new("sapo", Standardised, Plain with { Surrogate = Surrogate.Gate, Aggregation = LossAggregation.SequenceMeanTokenMean }),
        new("rloo", new() { Scale = AdvantageScale.LeaveOneOut },
            Proximal with { Ratio = RatioLevel.Sequence, Aggregation = LossAggregation.SequenceMeanTokenMean }),
        new("topr", Mean, Plain with { Weight = WeightMode.Truncated, WeightMaximum = 1, WeightNegativesOnly = true }),
        new("sppo", Mean, Plain with
        {
            Clip = ClipMode.TwoSide, ClipLow = 0.3 / 1.3, ClipHigh = 0.3, Surrogate = Surrogate.LogRatio,
        }),
        new("maxrl", new() { Scale = AdvantageScale.MeanReward }, Plain),
    ];

    /// <summary>The recipe of a name.</summary>
    /// <exception cref="InvalidInputException">No recipe has this name; the message lists those that exist.</exception>
    public static LossRecipe Named(string name) => All.FirstOrDefault(recipe => recipe.Name == name)
        ?? throw new InvalidInputException($"There is no algorithm \"{name}\"; choose one of {string.Join(", ", All.Select(recipe => recipe.Name))}.");

    private static LossOptions GspoBounds(LossOptions loss) => loss with
    {
        Clip = ClipMode.OneSide, Ratio = RatioLevel.Sequence, ClipLow = 3e-4, ClipHigh = 4e-4,
        Aggregation = LossAggregation.SequenceMeanTokenMean,
    };
}
