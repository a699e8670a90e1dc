namespace Rollouts.Inference.Tests.Remote.Server;

/// <summary>What a server drew.</summary>
/// <param name="Raw">Nats at temperature 1 and without biases. Shape [T].</param>
/// <param name="Processed">Nats of the distribution drawn from; with greedy sampling, of temperature 1. Shape [T].</param>
internal sealed record Drawn(int[] Tokens, double[] Raw, double[] Processed, bool Stopped);

/// <summary>Draws as inference servers do: biases, then temperature, then chance.</summary>
internal static class ServerSampler
{
    public static Drawn Draw(
        Func<IReadOnlyList<int>, double[]> model, int[] prompt, double temperature, int limit, IReadOnlyDictionary<int, double> biases, int[] stops, long seed)
    {
        var random = new Random(unchecked((int)seed));
        var (text, tokens, raw, processed) = (prompt.ToList(), new List<int>(), new List<double>(), new List<double>());
        while (tokens.Count < limit && !(tokens.Count > 0 && stops.Contains(tokens[^1])))
        {
            var logits = model(text);
            var biased = logits.Select((logit, id) => (logit + biases.GetValueOrDefault(id)) / (temperature == 0 ? 1 : temperature)).ToArray();
            var probable = LogSoftmax(biased);
            var token = temperature == 0 ? Array.IndexOf(biased, biased.Max()) : Choose(probable, random.NextDouble());
            text.Add(token);
            tokens.Add(token);
            raw.Add(LogSoftmax(logits)[token]);
            processed.Add(probable[token]);
        }

        return new([.. tokens], [.. raw], [.. processed], stops.Contains(tokens[^1]));
    }

    public static double[] LogSoftmax(double[] logits)
    {
        var greatest = logits.Max();
        var normalizer = greatest + Math.Log(logits.Sum(logit => Math.Exp(logit - greatest)));
        return Array.ConvertAll(logits, logit => logit - normalizer);
    }

    private static int Choose(double[] logProbabilities, double chance)
    {
        for (var id = 0; id < logProbabilities.Length; id++)
            if ((chance -= Math.Exp(logProbabilities[id])) < 0) return id;
        return Array.IndexOf(logProbabilities, logProbabilities.Max());
    }
}
