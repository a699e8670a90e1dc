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
        Require(tokens.Length >= 1 && tokens.Length <= limit, RemoteFault.Incomplete, $"It has {tokens.Length} tokens; from 1 to {limit} were asked for.");
        Require(answer.LogProbabilities.Length == tokens.Length, RemoteFault.Incomplete,
            $"It has {tokens.Length} tokens and {answer.LogProbabilities.Length} log-probabilities; each token needs one.");
        foreach (var value in answer.LogProbabilities)
            Require(double.IsFinite(value) && value <= Rounding && value > Impossible, RemoteFault.NotFinite,
                $"{value} is no log-probability of a token that was drawn.");
        foreach (var id in tokens)
            Require(id >= 0 && id < vocabularySize && !forbiddenIds.Contains(id), RemoteFault.NotFinite,
                $"This policy can't draw token {id}: it has {vocabularySize} ids and never draws [{string.Join(", ", forbiddenIds)}]. Does the server have the same model?");
        CheckEnd(answer, question.StopTokenIds, limit);
    }

    private static void CheckEnd(Answer answer, int[] stopTokenIds, int limit)
    {
        var tokens = answer.TokenIds;
        var (stop, ends) = (Array.FindIndex(tokens, stopTokenIds.Contains), string.Join(" or ", stopTokenIds));
        Require(stop < 0 || stop == tokens.Length - 1, RemoteFault.Incomplete,
            $"It goes on after token {ends}, which ends this policy's answers; does the server have the same tokenizer?");
        Require(answer.Finish != FinishReason.Stop || stop >= 0, RemoteFault.Incomplete,
            $"It was ended by token {tokens[^1]}; this policy's answers end with {ends}. Does the server have the same tokenizer and generation config?");
        Require(stop >= 0 || tokens.Length == limit, RemoteFault.Incomplete,
            $"It was cut off after {tokens.Length} of {limit} tokens; is the server's context shorter than the policy's?");
    }

    private static void Require(bool condition, RemoteFault fault, string otherwise)
    {
        if (!condition) throw new RemoteFaultException(fault, "The answer can't be used. " + otherwise);
    }
}
