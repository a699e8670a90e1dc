using Rollouts.Core.Hints;
using Rollouts.Core.Problems;
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
    /// <exception cref="InvalidInputException">The name is unknown, or the set has no play.</exception>
    public static SupervisedExamples Create(WarmStartOptions options, ModelOptions model, ProblemSet problems, ulong seed) => options.Examples switch
    {
        "solutions" => new(index => Solution(model, problems, seed, index)),
        "play" when problems.Play is { } play => new(index => Play(model, play, seed, index)),
        "play" => throw new InvalidInputException(
            $"warm_start.examples is \"play\", but the problems of {problems.Name} come from files and have no play; set it to \"solutions\"."),
        _ => throw new InvalidInputException($"warm_start.examples \"{options.Examples}\" is not known; it is \"solutions\" or \"play\"."),
    };

    private static SupervisedExample Solution(ModelOptions model, ProblemSet problems, ulong seed, long index)
    {
        var problem = problems.Train[ProblemChoice.At(seed, problems.Train.Length, index).Problem];
        return new(Prompt.Text(model, problem.Statement), problem.Solution);
    }

    private static SupervisedExample Play(ModelOptions model, IPlaySource play, ulong seed, long index)
    {
        var (statement, answer) = play.At(seed, index);
        return new(Prompt.Text(model, statement), answer);
    }
}
