using Rollouts.Core.Rollouts;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Rollouts.Inference.Model;

/// <summary>From hidden states to log-probabilities of chosen tokens.</summary>
internal static class OutputHead
{
    // Bounds the [N, V] intermediates: 2^22 floats are 16 MiB each.
    private const int ChunkElements = 1 << 22;

    // As good as minus infinity, but a probability of 0 times it is 0: the entropy stays a number.
    private const float Never = -1e30f;

    public static TokenScores Score(Tensor hidden, Tensor output, int[] places, int[] targets, TokenDistribution distribution)
    {
        using var scope = NewDisposeScope();
        Tensor? forbidden = distribution.ForbiddenIds.IsEmpty ? null : tensor(distribution.ForbiddenIds.Select(id => (long)id).ToArray(), device: hidden.device);
        Tensor index = tensor(places, int64, hidden.device), target = tensor(targets, int64, hidden.device);
        int chunk = Math.Max(1, ChunkElements / (int)output.shape[0]);
        var scores = new List<TokenScores>();
        for (int start = 0; start < places.Length; start += chunk)
        {
            int count = Math.Min(chunk, places.Length - start);
            Tensor logits = linear(hidden.index_select(0, index.narrow(0, start, count)), output);
            if (distribution.Temperature != 1) logits = logits.div(distribution.Temperature);
            if (forbidden is not null) logits.index_fill_(1, forbidden, Never);
            scores.Add(Score(logits, target.narrow(0, start, count)));
        }

        return new(
            cat([.. scores.Select(score => score.LogProbabilities)]).MoveToOuterDisposeScope(),
            cat([.. scores.Select(score => score.Entropies)]).MoveToOuterDisposeScope());
    }

    private static TokenScores Score(Tensor logits, Tensor targets)
    {
        Tensor all = log_softmax(logits, -1);
        Tensor chosen = all.gather(1, targets.unsqueeze(1)).squeeze(1);
        return new(chosen, all.exp().mul(all).sum(-1).neg());
    }
}
