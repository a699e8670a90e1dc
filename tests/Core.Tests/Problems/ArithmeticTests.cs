using Rollouts.Core.Problems;
using Rollouts.Core.Problems.Arithmetic;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Verification;

namespace Rollouts.Core.Tests.Problems;

public sealed class ArithmeticTests
{
    private static readonly ProblemOptions Options = new() { Source = "arithmetic", MinimumDifficulty = 2, MaximumDifficulty = 4, TrainCount = 300, HeldOutCount = 100 };

    private static readonly ProblemSet Set = ProblemSets.Load(Options);

    [Fact]
    public void No_expression_comes_twice()
    {
        Assert.Equal((300, 100), (Set.Train.Length, Set.HeldOut.Length));
        Assert.Equal(400, Set.Train.Concat(Set.HeldOut).Select(problem => problem.Statement).Distinct().Count());
        Assert.Equal(400, Set.Train.Concat(Set.HeldOut).Select(problem => problem.Id).Distinct().Count());
    }

    [Fact]
    public void The_answer_is_what_the_expression_comes_to()
    {
        Assert.All(Set.Train, problem => Assert.True(AnswerEquality.AreEqual(problem.Answer, problem.Statement.TrimEnd('=', '\n')), problem.Statement));
        Assert.All(Set.Train, problem => Assert.Equal(VerdictKind.Correct, Set.Verifier.Judge(problem, problem.Solution, FinishReason.Stop).Kind));
    }

    [Fact]
    public void Every_step_is_right_and_there_is_one_for_each_operation()
    {
        foreach (var problem in Set.Train)
        {
            var operations = problem.Steps[..^1];
            Assert.InRange(operations.Length, 2, 4);
            Assert.Equal($"operations-{operations.Length}", problem.Tags.Single());
            Assert.All(operations, step => Assert.True(AnswerEquality.AreEqual(step.Split('=')[1], step.Split('=')[0]), step));
        }
    }

    [Fact]
    public void Forty_operations_stay_within_the_limit()
    {
        var set = ProblemSets.Load(Options with { MinimumDifficulty = 40, MaximumDifficulty = 40 });
        Assert.All(set.Train, problem => Assert.Equal(41, problem.Steps.Length));
        Assert.All(set.Train, problem => Assert.InRange(Math.Abs(int.Parse(problem.Answer, System.Globalization.CultureInfo.InvariantCulture)), 0, Expression.Limit));
    }

    [Fact]
    public void Play_is_shorter_right_and_never_a_problem_of_the_set()
    {
        var problems = Set.Train.Concat(Set.HeldOut).Select(problem => problem.Statement).ToHashSet();
        for (var index = 0; index < 500; index++)
        {
            var (statement, answer) = Set.Play!.At(3, index);
            Assert.DoesNotContain(statement, problems);
            Assert.True(AnswerEquality.AreEqual(AnswerExtraction.Find(answer)!, statement.TrimEnd('=', '\n')), statement);
            Assert.All(statement + answer, character => Assert.Contains(character, Set.Alphabet!));
        }
    }

    [Theory]
    [InlineData(1, 1, 500_000, "Only ")]
    [InlineData(0, 1, 10, "within 1 to 40 operations")]
    [InlineData(1, 41, 10, "within 1 to 40 operations")]
    public void Impossible_numbers_are_refused(int least, int most, int count, string expected)
    {
        var options = Options with { MinimumDifficulty = least, MaximumDifficulty = most, TrainCount = count };
        if (count > 10) options = options with { TrainCount = 30_000 };
        Assert.Contains(expected, Assert.Throws<InvalidInputException>(() => ProblemSets.Load(options)).Message, StringComparison.Ordinal);
    }
}
