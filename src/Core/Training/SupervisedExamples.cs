using Rollouts.Core.Hints;
using Rollouts.Core.Problems;
using Rollouts.Core.Tokenization;
using Rollouts.Core.Weights;

namespace Rollouts.Core.Training;

/// <summary>The endless stream of examples that a warm start reads.</summary>
/// <remarks>Thread-safe and stateless: an example depends on the seed and its index alone, so that a resumed warm start reads on
/// where it stopped.</remarks>
public sealed class SupervisedExamples
{
    private readonly Func<long, SupervisedExample> _at;

    private SupervisedExamples(Func<long, SupervisedExample> at) => _at = at;

    /// <summary>The example at a place of the stream.</summary>
    /// <param name="index">0-based, without end.</param>
    public SupervisedExample At(long index) => _at(index);

    /// <summary>The stream that <see cref="WarmStartOptions.Examples"/> names.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="tokenizer">Has the checkpoint's chat template, where the recipe uses it; null = none.</param>
    /// <exception cref="InvalidInputException">The name is unknown, or the set has no play.</exception>
    public static SupervisedExamples Create(WarmStartOptions options, ModelOptions model, ProblemSet problems, ulong seed, ITokenizer? tokenizer = null) => options.Examples switch
    {
        "solutions" => new(index => Solution(Prompts(model, tokenizer), problems, seed, index)),
        "play" when problems.Play is { } play => new(index => Play(Prompts(model, tokenizer), play, seed, index)),
        "play" => throw new InvalidInputException(
            $"warm_start.examples is \"play\", but the problems of {problems.Name} come from files and have no play; set it to \"solutions\"."),
        _ => throw new InvalidInputException($"warm_start.examples \"{options.Examples}\" is not known; it is \"solutions\" or \"play\"."),
    };

    private static Func<string, string> Prompts(ModelOptions model, ITokenizer? tokenizer) =>
        statement => tokenizer is null ? Prompt.Text(model, statement) : Prompt.Text(tokenizer, model, statement);

    private static SupervisedExample Solution(Func<string, string> prompt, ProblemSet problems, ulong seed, long index)
    {
        var problem = problems.Train[ProblemChoice.At(seed, problems.Train.Length, index).Problem];
        return new(prompt(problem.Statement), problem.Solution);
    }

    private static SupervisedExample Play(Func<string, string> prompt, IPlaySource play, ulong seed, long index)
    {
        var (statement, answer) = play.At(seed, index);
        return new(prompt(statement), answer);
    }
}
