using Rollouts.Core;
using Rollouts.Core.Hints;
using Rollouts.Core.Problems;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Verification;

namespace Rollouts.Silo.Inference;

/// <summary>Lets the policy answer a problem and the verifier judge what it wrote: the part that visits and evaluations share.</summary>
internal sealed class Answering(RunContext run, IRolloutEngine engine, BoundedVerifier verifier)
{
    /// <summary>Draws one rollout per id, all with the same hint, and judges them.</summary>
    /// <exception cref="EngineFailedException">The engine can't go on.</exception>
    /// <exception cref="InvalidInputException">Prompt and hint leave no room for an answer.</exception>
    public async Task<JudgedRound> AnswerAsync(
        Problem problem, Hint hint, RolloutId[] ids, SamplingOptions sampling, CancellationToken cancellationToken)
    {
        var prefix = Prompt.Build(run.Tokenizer, run.Specification.Model, problem, run.Specification.Hint.Unit, hint.ShownCount);
        var seeds = Array.ConvertAll(ids, id => id.Seed(run.Specification.Seed));
        var request = new GenerationRequest(prefix.Ids, ids, seeds, sampling, [.. run.Tokenizer.EndIds]);
        var rollouts = await GenerateAsync(problem, request, cancellationToken);
        var verdicts = await Task.WhenAll(rollouts.Select(rollout => JudgeAsync(problem, prefix.HintIds, rollout, cancellationToken)));
        return new(hint, prefix, rollouts, verdicts);
    }

    private async Task<Rollout[]> GenerateAsync(Problem problem, GenerationRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await engine.GenerateAsync(request, cancellationToken);
        }
        catch (ArgumentException error)
        {
            throw new InvalidInputException(
                $"Problem {problem.Id} does not fit: prompt and hint have {request.PrefixIds.Length} tokens and sampling.maximum_tokens is {request.Sampling.MaximumTokens}. "
                + $"{error.Message} Lower sampling.maximum_tokens, take a policy with a longer context, or leave the problem out.", error);
        }
    }

    private Task<Verdict> JudgeAsync(Problem problem, int[] hintIds, Rollout rollout, CancellationToken cancellationToken)
    {
        var answer = Prompt.Answer(run.Tokenizer, run.Specification.Hint.Placement, hintIds, rollout.TokenIds);
        return verifier.JudgeAsync(problem, answer, rollout.Finish, cancellationToken);
    }
}
