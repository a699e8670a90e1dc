using Rollouts.Core.Rollouts;

namespace Rollouts.Inference.Remote;

/// <summary>Whether an answer is a whole rollout of what was asked; nothing else may become experience.</summary>
internal static class AnswerCheck
{
    // A sum in bfloat16 can pass 1 by this much.
    private const double Rounding = 1e-2;

    // Where a probability is zero, vLLM writes -9999 and llama.cpp the least float.
    private const double Impossible = -9999;

    /// <exception cref="RemoteFaultException">It is not.</exception>
    public static void Check(Answer answer, Question question, int vocabularySize, IReadOnlyCollection<int> forbiddenIds)
    {
        var (tokens, limit) = (answer.TokenIds, question.Sampling.MaximumTokens);
        if (tokens.Length < 1 || tokens.Length > limit)
            throw Unusable(RemoteFault.Incomplete, $"It has {tokens.Length} tokens; from 1 to {limit} were asked for.");
        if (answer.LogProbabilities.Length != tokens.Length)
            throw Unusable(RemoteFault.Incomplete, $"It has {tokens.Length} tokens and {answer.LogProbabilities.Length} log-probabilities; each token needs one.");
        foreach (var value in answer.LogProbabilities)
            if (!double.IsFinite(value) || value > Rounding || value <= Impossible)
                throw Unusable(RemoteFault.NotFinite, $"{value} is no log-probability of a token that was drawn.");
        foreach (var id in tokens)
            if (id < 0 || id >= vocabularySize || forbiddenIds.Contains(id))
                throw Unusable(RemoteFault.NotFinite,
                    $"This policy can't draw token {id}: it has {vocabularySize} ids and never draws [{string.Join(", ", forbiddenIds)}]. Does the server have the same model?");
        CheckEnd(answer, question.StopTokenIds, limit);
    }

    private static void CheckEnd(Answer answer, int[] stopTokenIds, int limit)
    {
        var tokens = answer.TokenIds;
        var (stop, ends) = (Array.FindIndex(tokens, stopTokenIds.Contains), string.Join(" or ", stopTokenIds));
        if (stop >= 0 && stop < tokens.Length - 1)
            throw Unusable(RemoteFault.Incomplete, $"It goes on after token {ends}, which ends this policy's answers; does the server have the same tokenizer?");
        if (stop < 0 && answer.Finish == FinishReason.Stop)
            throw Unusable(RemoteFault.Incomplete,
                $"It was ended by token {tokens[^1]}; this policy's answers end with {ends}. Does the server have the same tokenizer and generation config?");
        if (stop < 0 && tokens.Length < limit)
            throw Unusable(RemoteFault.Incomplete, $"It was cut off after {tokens.Length} of {limit} tokens; is the server's context shorter than the policy's?");
    }

    private static RemoteFaultException Unusable(RemoteFault fault, string why) => new(fault, "The answer can't be used. " + why);
}
