using System.Text.Json;
using Rollouts.Inference.Loading;
using Rollouts.Inference.Loading.Adapters;
using Rollouts.Inference.Model;
using Rollouts.Trainer.Adapters;
using Rollouts.Trainer.Tests.Fixtures;

namespace Rollouts.Trainer.Tests.Adapters;

/// <summary>The reference implementation's numbers for every adapter folder there is.</summary>
public sealed class GoldenAdapterTests
{
    private const double LogitTolerance = 1e-4;
    private const double GradientTolerance = 1e-3;

    public static IEnumerable<TheoryDataRow<string>> Names() => GoldenAdapter.Names();

    [Theory, MemberData(nameof(Names))]
    public void Logits_are_those_of_the_adapter_and_of_its_merged_model(string name)
    {
        var golden = GoldenAdapter.Load(name);
        using var policy = new AdaptedPolicy(golden.Weights, golden.Adapter);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var batch = PackedBatch.OfRows(golden.InputIds);
        var logits = policy.Decoder.Logits(policy.Decoder.Forward(batch));
        foreach (var key in new[] { "logits_last", "merged_logits_last" })
            foreach (var (row, expected) in golden.Read<float[][]>(key).Index())
                AssertClose(expected, logits[(row + 1) * batch.Width - 1]);
    }

    [Theory, MemberData(nameof(Names))]
    public void Gradients_are_those_of_the_adapter(string name)
    {
        var golden = GoldenAdapter.Load(name);
        using var policy = new AdaptedPolicy(golden.Weights, golden.Adapter);
        var nll = Backward(policy, golden.InputIds);
        Assert.Equal(golden.Read<double>("mean_nll"), nll, LogitTolerance * nll);
        var entries = golden.Adapter.Modules.SelectMany(module => new[] { module.Down, module.Up }).ToDictionary(entry => entry.Name);
        var gradients = golden.Section("adapter_gradients").EnumerateObject().ToDictionary(entry => entry.Name.Replace(".default.", ".", StringComparison.Ordinal), entry => entry.Value);
        Assert.Equal(entries.Keys.Order(), gradients.Keys.Order());
        var whole = Math.Sqrt(gradients.Values.Sum(gradient => Math.Pow(gradient.GetProperty("norm").GetDouble(), 2)));
        foreach (var (key, expected) in gradients) AssertGradient(expected, policy.Gradients.AsSpan(entries[key].Offset, entries[key].Length), whole);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_saved_adapter_is_the_loaded_one_byte_for_byte(string name)
    {
        var golden = GoldenAdapter.Load(name);
        using var folder = new TemporaryFolder();
        using var original = SafetensorsFile.Open(Path.Combine(golden.Folder, AdapterFolder.WeightsName));
        AdapterFolder.Save(folder.Path, golden.Adapter, original.Entries[0].Format);
        var again = AdapterFolder.Load(folder.Path, golden.Weights.Config);
        Assert.Equal(golden.Adapter.Values, again.Values);
        Assert.Equal(golden.Adapter.Config.Scale, again.Config.Scale);
        using var saved = SafetensorsFile.Open(Path.Combine(folder.Path, AdapterFolder.WeightsName));
        Assert.Equal(original.Entries.Select(entry => entry.Name).Order(), saved.Entries.Select(entry => entry.Name).Order());
        Assert.All(original.Entries, entry => Assert.Equal(original.Bytes(entry), saved.Bytes(saved.Find(entry.Name)!)));
    }

    private static double Backward(AdaptedPolicy policy, int[][] rows)
    {
        using var scope = NewDisposeScope();
        var batch = PackedBatch.OfRows(rows);
        int[] places = [.. rows.SelectMany((_, row) => batch.PlacesBefore(row, 0))];
        var loss = policy.Decoder.Score(policy.Decoder.Forward(batch), places, [.. rows.SelectMany(row => row.Skip(1))]).LogProbabilities.mean().neg();
        loss.backward();
        policy.CollectGradients();
        return loss.item<float>();
    }

    private static void AssertGradient(JsonElement expected, ReadOnlySpan<float> actual, double whole)
    {
        double norm = expected.GetProperty("norm").GetDouble(), tolerance = Math.Max(norm, whole * 1e-3) * GradientTolerance, squares = 0;
        foreach (var value in actual) squares += (double)value * value;
        Assert.Equal(norm, Math.Sqrt(squares), tolerance);
        foreach (var (i, value) in expected.GetProperty("first").Deserialize<float[]>()!.Index()) Assert.Equal(value, actual[i], tolerance);
    }

    private static void AssertClose(float[] expected, Tensor actual)
    {
        var values = actual.data<float>().ToArray();
        Assert.Equal(expected.Length, values.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], values[i], LogitTolerance * Math.Max(1, Math.Abs(expected[i])));
    }
}
