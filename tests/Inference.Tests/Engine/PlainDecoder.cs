using Rollouts.Inference.Loading;
using Rollouts.Inference.Model;

namespace Rollouts.Inference.Tests.Engine;

/// <summary>The decoder once more, in double, without cache, batch or vectors: written to be read, and to be compared with.</summary>
internal sealed class PlainDecoder(WeightSet weights)
{
    private readonly ModelConfig _config = weights.Config;

    /// <summary>Logits after each token. Shape [T][V].</summary>
    public double[][] Logits(IReadOnlyList<int> tokens)
    {
        var rows = tokens.Select(token => Row(WeightNames.Embedding, token)).ToArray();
        for (var layer = 0; layer < _config.Layers; layer++) rows = Layer(layer, rows);
        var output = _config.TieEmbeddings ? WeightNames.Embedding : WeightNames.Output;
        return [.. rows.Select(row => Multiply(output, Normalize(row, Vector(WeightNames.FinalNorm))))];
    }

    /// <summary>Nats of every next token, after each token. Shape [T][V].</summary>
    public double[][] LogProbabilities(IReadOnlyList<int> tokens) => [.. Logits(tokens).Select(logits =>
    {
        var normalizer = Math.Log(logits.Sum(Math.Exp));
        return logits.Select(logit => logit - normalizer).ToArray();
    })];

    private double[][] Layer(int layer, double[][] rows)
    {
        var normed = rows.Select(row => Normalize(row, Vector(WeightNames.AttentionNorm(layer)))).ToArray();
        var attended = Attend(layer, normed);
        return [.. rows.Select((row, i) =>
        {
            var middle = Add(row, Project(WeightNames.AttentionOutput(layer), WeightNames.AttentionOutputBias(layer), attended[i]));
            return Add(middle, FeedForward(layer, Normalize(middle, Vector(WeightNames.FeedForwardNorm(layer)))));
        })];
    }

    private double[][] Attend(int layer, double[][] rows)
    {
        var queries = rows.Select((row, t) => Project(WeightNames.Query(layer), WeightNames.QueryBias(layer), WeightNames.QueryNorm(layer), row, t)).ToArray();
        var keys = rows.Select((row, t) => Project(WeightNames.Key(layer), WeightNames.KeyBias(layer), WeightNames.KeyNorm(layer), row, t)).ToArray();
        var values = rows.Select(row => Heads(WeightNames.Value(layer), WeightNames.ValueBias(layer), row)).ToArray();
        return [.. Enumerable.Range(0, rows.Length).Select(t => Enumerable.Range(0, _config.Heads).SelectMany(head =>
        {
            var shared = head / (_config.Heads / _config.KeyValueHeads);
            var seen = Enumerable.Range(0, t + 1).Where(s => _config.WindowOf(layer) is not { } window || t - s < window).ToArray();
            var weights = seen.Select(s => Math.Exp(Dot(queries[t][head], keys[s][shared]) / Math.Sqrt(_config.HeadWidth))).ToArray();
            var mass = weights.Sum();
            return Enumerable.Range(0, _config.HeadWidth).Select(i => seen.Zip(weights, (s, weight) => weight / mass * values[s][shared][i]).Sum());
        }).ToArray())];
    }

    private double[][] Project(string name, string bias, string norm, double[] row, int position)
    {
        var heads = Heads(name, bias, row);
        if (_config.QueryKeyNorm) heads = [.. heads.Select(head => Normalize(head, Vector(norm)))];
        return [.. heads.Select(head => Rotate(head, position))];
    }

    private double[][] Heads(string name, string bias, double[] row) => [.. Project(name, bias, row).Chunk(_config.HeadWidth)];

    private double[] Project(string name, string bias, double[] row)
    {
        var outputs = Multiply(name, row);
        return weights.Layout.Contains(bias) ? Add(outputs, Vector(bias)) : outputs;
    }

    private double[] Rotate(double[] head, int position)
    {
        var half = head.Length / 2;
        return [.. head.Select((value, i) =>
        {
            var angle = position * Stretch(Math.Pow(_config.RopeTheta, -2.0 * (i % half) / head.Length));
            var other = i < half ? -head[i + half] : head[i - half];
            return value * Math.Cos(angle) + other * Math.Sin(angle);
        })];
    }

    // Llama 3.1: waves longer than the original context are slowed, short ones are not, and those between are mixed.
    private double Stretch(double frequency)
    {
        if (_config.RopeScaling is not var (factor, low, high, context)) return frequency;
        var wavelength = 2 * Math.PI / frequency;
        if (wavelength < context / high) return frequency;
        if (wavelength > context / low) return frequency / factor;
        var smooth = (context / wavelength - low) / (high - low);
        return (1 - smooth) * frequency / factor + smooth * frequency;
    }

    private double[] FeedForward(int layer, double[] row)
    {
        var gates = Project(WeightNames.Gate(layer), WeightNames.GateBias(layer), row);
        var ups = Project(WeightNames.Up(layer), WeightNames.UpBias(layer), row);
        return Project(WeightNames.Down(layer), WeightNames.DownBias(layer), [.. gates.Zip(ups, (gate, up) => gate / (1 + Math.Exp(-gate)) * up)]);
    }

    private double[] Normalize(double[] row, double[] scale)
    {
        var root = Math.Sqrt(row.Average(value => value * value) + _config.NormEpsilon);
        return [.. row.Zip(scale, (value, factor) => value / root * factor)];
    }

    private double[] Multiply(string name, double[] input) =>
        [.. Enumerable.Range(0, weights.Layout[name].Shape[0]).Select(row => Dot(Row(name, row), input))];

    private double[] Row(string name, int row)
    {
        var columns = weights.Layout[name].Shape[1];
        return [.. weights[name].Slice(row * columns, columns).ToArray().Select(value => (double)value)];
    }

    private double[] Vector(string name) => [.. weights[name].ToArray().Select(value => (double)value)];

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static double[] Add(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];
}
