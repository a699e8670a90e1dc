using System.Text.Json;
using Rollouts.Inference.Loading;
using Rollouts.Inference.Model;
using Rollouts.Inference.Tests.Engine;
using Rollouts.Support;
using static TorchSharp.torch;

namespace Rollouts.Inference.Tests.Model;

/// <summary>Whole checkpoints as a user has them: the reference implementation's likelihoods of real texts, and its greedy answers.</summary>
public sealed class GoldenDocumentsTests
{
    private const double Tolerance = 1e-4;

    // A token that the reference preferred by less than this may come second in another order of summation.
    private const double SafeLead = 1e-2;

    public static IEnumerable<TheoryDataRow<string>> Checkpoints()
    {
        string[] names = !Directory.Exists(Repository.Golden) ? [] :
            [.. Directory.GetDirectories(Repository.Golden).Where(folder => File.Exists(Path.Combine(folder, PolicyFolder.ConfigName))).Select(folder => Path.GetFileName(folder)!).Order()];
        return names.DefaultIfEmpty("checkpoint").Select(name => new TheoryDataRow<string>(name));
    }

    [Theory, MemberData(nameof(Checkpoints))]
    public void Likelihoods_of_documents_are_those_of_the_reference(string name)
    {
        using JsonDocument golden = Golden(name);
        using var decoder = new Decoder(PolicyFolder.Load(Repository.RequireGolden(name)));
        JsonElement[] documents = [.. golden.RootElement.GetProperty("documents").EnumerateArray()];
        Assert.NotEmpty(documents);
        foreach (JsonElement[] part in documents.Chunk(8)) AssertLikelihoods(decoder, part);
    }

    [Theory, MemberData(nameof(Checkpoints))]
    public void Every_greedy_token_of_the_reference_is_the_engine_s_best_or_as_good(string name)
    {
        using JsonDocument golden = Golden(name);
        using var engine = new EngineLogits(PolicyFolder.Load(Repository.RequireGolden(name)));
        foreach (JsonElement answer in golden.RootElement.GetProperty("greedy").EnumerateArray())
        {
            int[] prompt = Integers(answer, "prompt_ids"), tokens = Integers(answer, "new_ids");
            float[][] logits = engine.Of([.. prompt, .. tokens], 64);
            for (int t = 0; t < tokens.Length; t++)
                Assert.InRange(logits[prompt.Length + t - 1].Max() - logits[prompt.Length + t - 1][tokens[t]], 0, SafeLead);
        }
    }

    private static void AssertLikelihoods(Decoder decoder, JsonElement[] documents)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        int[][] rows = [.. documents.Select(document => Integers(document, "ids"))];
        PackedBatch batch = PackedBatch.OfRows(rows);
        Tensor hidden = decoder.Forward(batch);
        foreach (var (row, document) in documents.Index())
        {
            float[] actual = decoder.Score(hidden, [.. batch.PlacesBefore(row, 0)], rows[row][1..]).LogProbabilities.data<float>().ToArray();
            float[] last = document.GetProperty("log_probabilities_last_8").Deserialize<float[]>()!;
            double mean = document.GetProperty("mean_nll").GetDouble();
            Assert.Equal(mean, -actual.Average(value => (double)value), mean * Tolerance);
            foreach (var (i, expected) in last.Index()) Assert.Equal(expected, actual[^(last.Length - i)], Tolerance * Math.Max(1, Math.Abs(expected)));
        }
    }

    private static JsonDocument Golden(string name) => JsonDocument.Parse(File.ReadAllBytes(Repository.RequireGolden(name, "golden.json")));

    private static int[] Integers(JsonElement element, string name) => element.GetProperty(name).Deserialize<int[]>()!;
}
