using System.Text.Json;
using Rollouts.Inference.Loading;
using Rollouts.Inference.Model;
using static TorchSharp.torch;

namespace Rollouts.Inference.Tests.Model;

public sealed class GoldenDecoderTests
{
    // Float32 sums of a few hundred terms in another order than the reference; logits are of order 1.
    private const double LogitTolerance = 1e-4;

    // A gradient sums some hundred tokens, with cancellation.
    private const double GradientTolerance = 1e-3;

    public static IEnumerable<TheoryDataRow<string>> Families() => GoldenModel.Families();

    [Theory, MemberData(nameof(Families))]
    public void Logits_are_those_of_the_reference(string family)
    {
        GoldenModel model = GoldenModel.Load(family);
        using var decoder = new Decoder(model.Weights);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        PackedBatch batch = PackedBatch.OfRows(model.InputIds);
        using Tensor logits = decoder.Logits(decoder.Forward(batch));
        foreach (var (row, position, expected) in model.KnownLogits()) AssertClose(expected, logits[batch.PlaceOf(row, 0) + position]);
    }

    [Theory, MemberData(nameof(Families))]
    public void Log_probabilities_are_those_of_the_reference(string family)
    {
        GoldenModel model = GoldenModel.Load(family);
        using var decoder = new Decoder(model.Weights);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var (batch, places, targets) = model.Pack();
        TokenScores scores = decoder.Score(decoder.Forward(batch), places, targets);
        AssertClose([.. Expected(model).SelectMany(row => row)], scores.LogProbabilities);
    }

    [Theory, MemberData(nameof(Families))]
    public void Rows_of_unlike_length_side_by_side_have_the_log_probabilities_of_the_reference(string family)
    {
        GoldenModel model = GoldenModel.Load(family);
        using var decoder = new Decoder(model.Weights);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        int[][] rows = [.. model.InputIds.Select((row, index) => row[..Math.Max(2, row.Length - row.Length / 6 * index)])];
        PackedBatch batch = PackedBatch.OfRows(rows);
        Tensor hidden = decoder.Forward(batch);
        for (int row = 0; row < rows.Length; row++)
            AssertClose(Expected(model)[row][..(rows[row].Length - 1)], decoder.Score(hidden, [.. batch.PlacesBefore(row, 0)], rows[row][1..]).LogProbabilities);
    }

    [Theory, MemberData(nameof(Families))]
    public void Branches_of_a_shared_prefix_have_the_log_probabilities_of_the_reference(string family)
    {
        GoldenModel model = GoldenModel.Load(family);
        using var decoder = new Decoder(model.Weights);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        int[] row = model.InputIds[0], other = model.InputIds[^1];
        var (first, second) = (row.Length / 4, row.Length / 2);
        PackedBatch tree = PackedBatch.OfTrees(
            [[new(row[..first]), new(other[..second], 0), new(row[first..second], 0), new(other[..first], 2), new(row[second..], 2)]]);
        Tensor hidden = decoder.Forward(tree);
        AssertClose(Expected(model)[0][(first - 1)..(second - 1)], decoder.Score(hidden, [.. tree.PlacesBefore(0, 2)], row[first..second]).LogProbabilities);
        AssertClose(Expected(model)[0][(second - 1)..], decoder.Score(hidden, [.. tree.PlacesBefore(0, 4)], row[second..]).LogProbabilities);
    }

    [Theory, MemberData(nameof(Families))]
    public void Gradients_are_those_of_the_reference(string family)
    {
        GoldenModel model = GoldenModel.Load(family);
        using var decoder = new Decoder(model.Weights);
        using var scope = NewDisposeScope();
        var (batch, places, targets) = model.Pack();
        float[] mask = model.LossMask;
        Tensor loss = decoder.Score(decoder.Forward(batch), places, targets).LogProbabilities.mul(tensor(mask)).sum().div(-mask.Sum());
        loss.backward();
        double nll = model.Read<double>("masked_mean_nll"), norm = model.Read<double>("gradient_norm");
        Assert.Equal(nll, loss.item<float>(), nll * LogitTolerance);
        Assert.Equal(norm, decoder.Gradients.norm().item<float>(), norm * GradientTolerance);
        JsonProperty[] gradients = [.. model.Section("gradients_of_masked_mean_nll").EnumerateObject()];
        Assert.Equal(decoder.Layout.Entries.Select(entry => entry.Name).Order(), gradients.Select(gradient => gradient.Name).Order());
        foreach (JsonProperty gradient in gradients) AssertGradient(gradient, decoder, norm);
    }

    private static float[][] Expected(GoldenModel model) => model.Read<float[][]>("token_log_probabilities");

    // Tensors whose gradient is nothing but rounding (a key bias hardly moves a softmax) are measured by the whole gradient.
    private static void AssertGradient(JsonProperty expected, Decoder decoder, double whole)
    {
        WeightEntry entry = decoder.Layout[expected.Name];
        float[] actual = decoder.Gradients.narrow(0, entry.Offset, entry.Length).data<float>().ToArray();
        double norm = expected.Value.GetProperty("norm").GetDouble(), tolerance = Math.Max(norm, whole * 1e-3) * GradientTolerance;
        Assert.Equal(norm, Math.Sqrt(actual.Sum(value => (double)value * value)), tolerance);
        Assert.Equal(expected.Value.GetProperty("sum").GetDouble(), actual.Sum(value => (double)value), tolerance);
        float[] first = expected.Value.GetProperty("first").Deserialize<float[]>()!;
        for (int i = 0; i < first.Length; i++) Assert.Equal(first[i], actual[i], tolerance);
    }

    private static void AssertClose(float[] expected, Tensor actual)
    {
        float[] values = actual.contiguous().data<float>().ToArray();
        Assert.Equal(expected.Length, values.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], values[i], LogitTolerance * Math.Max(1, Math.Abs(expected[i])));
    }
}
