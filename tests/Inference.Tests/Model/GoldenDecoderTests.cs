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
        float[][] last = model.Read<float[][]>("logits_last_position");
        for (int row = 0; row < last.Length; row++) AssertClose(last[row], logits[(row + 1) * batch.Width - 1], LogitTolerance);
        AssertClose(model.Read<float[]>("logits_position_17_row_0"), logits[17], LogitTolerance);
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
        float[] expected = [.. model.Read<float[][]>("token_log_probabilities").SelectMany(row => row)];
        AssertClose(expected, scores.LogProbabilities, LogitTolerance);
    }

    [Theory, MemberData(nameof(Families))]
    public void Gradients_are_those_of_the_reference(string family)
    {
        GoldenModel model = GoldenModel.Load(family);
        using var decoder = new Decoder(model.Weights);
        using var scope = NewDisposeScope();
        var (batch, places, targets) = model.Pack();
        float[] mask = [.. model.LossMask.SelectMany(row => row.Skip(1)).Select(value => (float)value)];
        Tensor loss = decoder.Score(decoder.Forward(batch), places, targets).LogProbabilities.mul(tensor(mask)).sum().div(-mask.Sum());
        loss.backward();
        Assert.Equal(model.Read<double>("masked_mean_nll"), loss.item<float>(), LogitTolerance);
        Assert.Equal(model.Read<double>("gradient_norm"), decoder.Gradients.norm().item<float>(), GradientTolerance);
        foreach (JsonProperty gradient in model.Section("gradients_of_masked_mean_nll").EnumerateObject())
            AssertGradient(gradient, decoder);
    }

    private static void AssertGradient(JsonProperty expected, Decoder decoder)
    {
        WeightEntry entry = decoder.Layout[expected.Name];
        float[] actual = decoder.Gradients.narrow(0, entry.Offset, entry.Length).data<float>().ToArray();
        double norm = expected.Value.GetProperty("norm").GetDouble();
        Assert.Equal(norm, Math.Sqrt(actual.Sum(value => (double)value * value)), norm * GradientTolerance);
        float[] first = expected.Value.GetProperty("first").Deserialize<float[]>()!;
        for (int i = 0; i < first.Length; i++) Assert.Equal(first[i], actual[i], norm * GradientTolerance);
    }

    private static void AssertClose(float[] expected, Tensor actual, double tolerance)
    {
        float[] values = actual.contiguous().data<float>().ToArray();
        Assert.Equal(expected.Length, values.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], values[i], tolerance * Math.Max(1, Math.Abs(expected[i])));
    }
}
