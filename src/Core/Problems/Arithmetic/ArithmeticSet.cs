using System.Collections.Immutable;
using System.Globalization;
using Rollouts.Core.Verification;

namespace Rollouts.Core.Problems.Arithmetic;

/// <summary>Generates nested expressions such as <c>(3+4)*(2-5)=</c>; the number of operations is the difficulty.</summary>
internal static class ArithmeticSet
{
    private const string Alphabet = "0123456789+-*()=# \n";
    private const int DefaultTrainCount = 1000;
    private const int DefaultHeldOutCount = 256;
    private const int MaximumOperations = 40;
    private const int TriesPerProblem = 20;

    /// <summary>The set; counts of 0 mean 1000 to train on and 256 held out. No expression comes twice.</summary>
    /// <exception cref="InvalidInputException">An impossible difficulty, or fewer different expressions than asked for.</exception>
    public static ProblemSet Create(ProblemOptions options)
    {
        if (options.MinimumDifficulty < 1 || options.MaximumDifficulty > MaximumOperations)
        {
            throw new InvalidInputException(
                $"problems.minimum_difficulty {options.MinimumDifficulty} to maximum_difficulty {options.MaximumDifficulty} is not within 1 to {MaximumOperations} operations.");
        }

        var trainCount = options.TrainCount == 0 ? DefaultTrainCount : options.TrainCount;
        var expressions = Draw(options, trainCount + (options.HeldOutCount == 0 ? DefaultHeldOutCount : options.HeldOutCount));
        var problems = expressions.Select(Make).ToArray();
        var statements = problems.Select(problem => problem.Statement).ToHashSet(StringComparer.Ordinal);
        return new("arithmetic", [.. problems[..trainCount]], [.. problems[trainCount..]], new AnswerVerifier())
        {
            Alphabet = Alphabet, Play = new ArithmeticPlay(Math.Max(1, options.MinimumDifficulty - 1), statements),
        };
    }

    /// <summary>What the policy reads of an expression.</summary>
    public static string Statement(Expression expression) => expression.Text + "=\n";

    private static List<Expression> Draw(ProblemOptions options, int count)
    {
        var random = new SeededRandom(options.Seed);
        var (drawn, texts) = (new List<Expression>(count), new HashSet<string>(StringComparer.Ordinal));
        for (var tries = 0L; drawn.Count < count; tries++)
        {
            if (tries > (long)count * TriesPerProblem)
            {
                throw new InvalidInputException(
                    $"Only {drawn.Count} different expressions of {options.MinimumDifficulty} to {options.MaximumDifficulty} operations were found, but " +
                    $"problems.train_count and held_out_count ask for {count}; lower the counts or raise the difficulty.");
            }

            var expression = Expression.Random(random, random.Between(options.MinimumDifficulty, options.MaximumDifficulty));
            if (texts.Add(expression.Text)) drawn.Add(expression);
        }

        return drawn;
    }

    private static Problem Make(Expression expression, int place)
    {
        ImmutableArray<string> steps = [.. expression.Steps()];
        return new(
            new($"arithmetic/{place}"), Statement(expression), steps, expression.Value.ToString(CultureInfo.InvariantCulture), [$"operations-{steps.Length - 1}"]);
    }
}
