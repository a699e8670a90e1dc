using Rollouts.Core;
using Rollouts.Core.Hints;
using Rollouts.Core.Problems;
using Rollouts.Core.Runs;
using Rollouts.Core.Tokenization;

namespace Rollouts.Client.Runs;

/// <summary>Whether problems fit into the policy's context. One that can't would fail in the middle of a run; better before it, by its name.</summary>
/// <param name="specification">Prompt, hint and length limit.</param>
/// <param name="tokenizer">The policy's.</param>
/// <param name="limit">Tokens of its context.</param>
internal sealed class ContextFit(RunSpecification specification, ITokenizer tokenizer, int limit)
{
    /// <summary>The problems that fit; the others are refused or left out, as <see cref="ProblemOptions.TooLong"/> says.</summary>
    /// <exception cref="InvalidInputException">One does not fit, none does, or the tokenizer can't write one.</exception>
    public ProblemSet Of(ProblemSet problems)
    {
        var train = Fitting(problems.Train, specification.Hint.Enabled);
        var heldOut = Fitting(problems.HeldOut, isHinted: false);
        return problems with
        {
            Train = train, HeldOut = heldOut,
            Warnings = [.. problems.Warnings, .. LeftOut("to learn from", problems.Train, train), .. LeftOut("held out", problems.HeldOut, heldOut)],
        };
    }

    private ProblemList Fitting(ProblemList problems, bool isHinted)
    {
        var places = new List<int>(problems.Length);
        for (var place = 0; place < problems.Length; place++)
            if (Fits(problems[place], isHinted)) places.Add(place);
        return places.Count == problems.Length ? problems : problems.Only([.. places]);
    }

    private bool Fits(Problem problem, bool isHinted)
    {
        var (prompt, hint) = Lengths(problem, isHinted);
        if (prompt + hint + specification.Sampling.MaximumTokens <= limit) return true;
        return specification.Problems.TooLong == TooLong.Skip ? false : throw new InvalidInputException(
            $"Problem {problem.Id} needs {prompt} tokens for its prompt, up to {hint} for its hint and {specification.Sampling.MaximumTokens} for an answer, more than the context of {limit} tokens " +
            "('model.context_length', or what the checkpoint was made for if that is less). Raise it, lower 'sampling.maximum_tokens', or leave such problems out ('problems.too_long: skip').");
    }

    private (int Prompt, int Hint) Lengths(Problem problem, bool isHinted)
    {
        try
        {
            return (Prompt.Build(tokenizer, specification.Model, problem).Length, isHinted ? tokenizer.Encode(problem.Solution).Length : 0);
        }
        catch (ArgumentException error)
        {
            throw new InvalidInputException($"The policy's tokenizer can't write problem {problem.Id}: {error.Message} Expected a policy that was made for such problems; choose another 'model.path' or another 'problems.source'.", error);
        }
    }

    private IEnumerable<string> LeftOut(string which, ProblemList all, ProblemList kept)
    {
        if (kept.Length == all.Length) return [];
        return kept.Length > 0
            ? [FormattableString.Invariant($"{all.Length - kept.Length} of the {all.Length} problems {which} need more than the context of {limit} tokens and are left out.")]
            : throw new InvalidInputException(FormattableString.Invariant($"None of the {all.Length} problems {which} fits into the context of {limit} tokens. Raise 'model.context_length', or lower 'sampling.maximum_tokens' ({specification.Sampling.MaximumTokens})."));
    }
}
