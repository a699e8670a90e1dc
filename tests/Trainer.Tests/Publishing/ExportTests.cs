using Rollouts.Core.Rollouts;
using Rollouts.Core.Weights;
using Rollouts.Inference.Engine;
using Rollouts.Inference.Loading;
using Rollouts.Inference.Model;
using Rollouts.Inference.Tests.Model;
using Rollouts.Trainer.Publishing;
using Rollouts.Trainer.Tests.Fixtures;

namespace Rollouts.Trainer.Tests.Publishing;

/// <summary>From a checkpoint through training and publishing to an export, for every model folder there is.</summary>
public sealed class ExportTests
{
    // The sampler and the trainer sum in different orders.
    private const double Tolerance = 2e-5;

    public static IEnumerable<TheoryDataRow<string>> Families() => GoldenModel.Families();

    [Theory, MemberData(nameof(Families))]
    public async Task A_trained_policy_that_was_exported_in_shards_answers_as_the_trainer_would(string family)
    {
        var golden = GoldenModel.Load(family);
        using var folder = new TemporaryFolder();
        var (trained, exported) = (Train(golden), Path.Combine(folder.Path, "exported"));
        var published = new WeightPublisher(folder.Path, null, golden.Folder).Write(trained, 1, 1);
        PolicyFolder.Save(exported, PolicyFolder.Load(published.Folder), null, new SaveOptions { Source = published.Folder, ShardBytes = 100_000 });

        Assert.NotEqual(golden.Weights.Values, trained.Values);
        Assert.Equal(trained.Values, PolicyFolder.Load(exported).Values);
        var stamp = new PolicyStamp(1, PolicyFolder.HashWeights(exported));
        await using var engine = new CpuEngine(trained.Config, new EngineOptions { Threads = 1, CacheMegabytes = 64 }, TimeProvider.System);
        await engine.LoadAsync(exported, stamp, TestContext.Current.CancellationToken);
        var drawn = await engine.GenerateAsync(Request(golden.InputIds[0][..8]), TestContext.Current.CancellationToken);
        using var decoder = new Decoder(trained);
        Assert.All(drawn, rollout => AssertAgrees(decoder, golden.InputIds[0][..8], rollout));
    }

    private static WeightSet Train(GoldenModel golden)
    {
        using var trainer = new PolicyTrainer(golden.Weights, TinyPolicy.Specification, TokenDistribution.Plain);
        WarmStartExample[] examples = [.. golden.InputIds.Select(row => new WarmStartExample(row[..8], row[8..]))];
        trainer.WarmStartStep(1, examples);
        trainer.WarmStartStep(2, examples);
        return trainer.Weights;
    }

    private static GenerationRequest Request(int[] prompt)
    {
        var visit = new VisitId(new("export/1"), 0);
        return new(prompt, [new(visit, 0, 0), new(visit, 0, 1)], [1, 2], new SamplingOptions { MaximumTokens = 24 }, []);
    }

    private static void AssertAgrees(Decoder decoder, int[] prompt, Rollout rollout)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        int[] places = [.. Enumerable.Range(prompt.Length - 1, rollout.TokenIds.Length)];
        var hidden = decoder.Forward(PackedBatch.OfRows([[.. prompt, .. rollout.TokenIds]]));
        var expected = decoder.Score(hidden, places, rollout.TokenIds).LogProbabilities.data<float>().ToArray();
        foreach (var (i, value) in expected.Index()) Assert.Equal(value, rollout.ModelLogProbabilities[i], Tolerance * Math.Max(1, Math.Abs(value)));
    }
}
