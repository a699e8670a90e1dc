using Rollouts.Core.Advantages;
using Rollouts.Core.Experience;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Runs;
using Rollouts.Core.Training;
using Rollouts.Core.Verification;
using Rollouts.Inference.Loading;
using Rollouts.Inference.Model;

namespace Rollouts.Trainer.Tests.Fixtures;

/// <summary>A policy of a few thousand numbers, and rollouts for it.</summary>
internal static class TinyPolicy
{
    public const int Vocabulary = 16;

    public static ModelConfig Config { get; } = new()
    {
        Family = "llama", VocabularySize = Vocabulary, Hidden = 16, Intermediate = 24, Layers = 2, Heads = 2, KeyValueHeads = 1,
        HeadWidth = 8, ContextLength = 64, TieEmbeddings = true,
    };

    /// <summary>Id 0 is padding: no rollout of <see cref="Batch"/> holds it.</summary>
    public static TokenDistribution Distribution { get; } = new(1, [0]);

    public static RunSpecification Specification { get; } = new()
    {
        Steps = 8, Sampling = new() { MaximumTokens = 8 },
        Loss = LossRecipes.Named("rec-one-side-is").Loss with { HintCoefficient = 0.5 },
        Optimizer = new() { LearningRate = 1e-2 },
        WarmStart = new() { Steps = 4, ExamplesPerStep = 4, Optimizer = new() { LearningRate = 1e-2 } },
    };

    public static WeightSet Weights(int seed = 1)
    {
        var (weights, random) = (new WeightSet(Config), new Random(seed));
        foreach (var entry in weights.Layout.Entries)
            foreach (ref var value in weights.Of(entry))
                value = entry.IsMatrix ? (float)(random.NextDouble() - 0.5) * 0.4f : 1;
        return weights;
    }

    public static PolicyTrainer Training(RunSpecification? specification = null, WeightSet? weights = null)
    {
        var trainer = new PolicyTrainer(weights ?? Weights(), specification ?? Specification, Distribution);
        trainer.BeginTraining();
        return trainer;
    }

    /// <summary>Two visits of two rounds of four rollouts; the second round of each shows a hint.</summary>
    public static TrainingBatch Batch(int step)
    {
        var random = new Random(step);
        return new(step, [.. Enumerable.Range(0, 2).Select(slot => Group(step, slot, random))]);
    }

    public static WarmStartExample[] Examples(int step)
    {
        var random = new Random(step);
        return [.. Enumerable.Range(0, 4).Select(_ => new WarmStartExample(Ids(random, 2, 5), Ids(random, 2, 5)))];
    }

    private static CreditedGroup Group(int step, int slot, Random random) => new(
        $"digits/{slot}", 0, step - 1, slot, step - 1, "", Ids(random, 3, 6),
        [.. Enumerable.Range(0, 2).Select(round => Round(round, random))], null, 0);

    private static CreditedRound Round(int round, Random random) =>
        new(round, round, 2, round / 2.0, round == 0 ? [] : Ids(random, 1, 3), [.. Enumerable.Range(0, 4).Select(index => Rollout(index, random))]);

    private static CreditedRollout Rollout(int index, Random random)
    {
        var ids = Ids(random, 1, 6);
        float[] logProbabilities = [.. ids.Select(_ => (float)(-2.77 + random.NextDouble() * 0.6 - 0.3))];
        var reward = index % 2;
        return new(
            index, ids, logProbabilities, logProbabilities, reward == 1 ? VerdictKind.Correct : VerdictKind.Wrong, "", reward, reward - 0.5,
            null, FinishReason.Stop);
    }

    private static int[] Ids(Random random, int least, int most) =>
        [.. Enumerable.Range(0, random.Next(least, most + 1)).Select(_ => random.Next(1, Vocabulary))];
}
