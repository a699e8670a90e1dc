using Rollouts.Core.Problems;
using Rollouts.Core.Problems.Digits;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Verification;

namespace Rollouts.Core.Tests.Problems;

public sealed class DigitsTests
{
    private static readonly ProblemSet Set = ProblemSets.Load(new ProblemOptions());

    [Fact]
    public void There_are_619_starts_at_distance_five_or_six_from_zero() =>
        Assert.Equal(619, DigitsPuzzle.Distances(goal: 0).Count(distance => distance is 5 or 6));

    [Fact]
    public void The_default_split_has_200_problems_to_train_on_and_256_others_held_out()
    {
        Assert.Equal(200, Set.Train.Length);
        Assert.Equal(256, Set.HeldOut.Length);
        Assert.Equal(456, Set.Train.Concat(Set.HeldOut).Select(problem => problem.Statement).Distinct().Count());
        Assert.Equal(456, Set.Train.Concat(Set.HeldOut).Select(problem => problem.Id).Distinct().Count());
    }

    [Fact]
    public void Worked_solutions_are_rough_and_right()
    {
        Assert.All(Set.Train.Concat(Set.HeldOut), problem =>
        {
            Assert.InRange(problem.Steps.Length, 5, 8);
            Assert.Equal(VerdictKind.Correct, Set.Verifier.Judge(problem, problem.Solution, FinishReason.Stop).Kind);
        });
        Assert.InRange(Set.Train.Average(problem => problem.Steps.Length), 6.3, 7.2);
    }

    [Fact]
    public void The_same_seed_gives_the_same_set_and_another_seed_another()
    {
        var again = ProblemSets.Load(new ProblemOptions());
        var other = ProblemSets.Load(new ProblemOptions { Seed = 2 });
        Assert.Equal(Set.Train.Select(problem => problem.Statement + problem.Solution), again.Train.Select(problem => problem.Statement + problem.Solution));
        Assert.NotEqual(Set.Train.Select(problem => problem.Statement), other.Train.Select(problem => problem.Statement));
    }

    [Theory]
    [InlineData("m793r937d874i875d750d500d000", FinishReason.Stop, VerdictKind.Correct)]
    [InlineData("m793r937d874i875d750d500d000r000", FinishReason.Stop, VerdictKind.Correct)]
    [InlineData("m793r937d874i875d750d500d000i001", FinishReason.Stop, VerdictKind.Wrong)]
    [InlineData("m793r937d874i875d750d500d000r000r000", FinishReason.Stop, VerdictKind.Wrong)]
    [InlineData("m793r937d874i875d750d500", FinishReason.Stop, VerdictKind.Wrong)]
    [InlineData("m793r937d875", FinishReason.Stop, VerdictKind.Wrong)]
    [InlineData("x793", FinishReason.Stop, VerdictKind.Wrong)]
    [InlineData("m793 r937", FinishReason.Stop, VerdictKind.Wrong)]
    [InlineData("m79", FinishReason.Stop, VerdictKind.Wrong)]
    [InlineData("m793r9", FinishReason.Length, VerdictKind.Truncated)]
    [InlineData("m000r9", FinishReason.Length, VerdictKind.Wrong)]
    [InlineData("", FinishReason.Stop, VerdictKind.NoAnswer)]
    [InlineData("", FinishReason.Length, VerdictKind.Truncated)]
    public void Any_legal_chain_that_ends_on_the_goal_is_right(string answer, FinishReason finish, VerdictKind expected)
    {
        var problem = new Problem(new("digits/796-000"), "796>000:", ["d000"], "000", []);
        Assert.Equal(expected, new DigitsVerifier().Judge(problem, answer, finish).Kind);
    }

    [Fact]
    public void Another_goal_makes_another_puzzle()
    {
        var set = DigitsSet.Create(new ProblemOptions(), goal: 123);
        Assert.All(set.Train, problem => Assert.Equal(VerdictKind.Correct, set.Verifier.Judge(problem, problem.Solution, FinishReason.Stop).Kind));
        Assert.All(set.Train, problem => Assert.EndsWith(">123:", problem.Statement, StringComparison.Ordinal));
    }

    [Fact]
    public void Play_is_legal_repeats_with_its_seed_and_is_never_a_problem_of_the_set()
    {
        var problems = Set.Train.Concat(Set.HeldOut).Select(problem => problem.Statement).ToHashSet();
        for (var index = 0; index < 2000; index++)
        {
            var (statement, answer) = Set.Play!.At(7, index);
            Assert.DoesNotContain(statement, problems);
            var situation = new Problem(new("digits/play"), statement, [answer], statement[4..7], []);
            Assert.Equal(VerdictKind.Correct, Set.Verifier.Judge(situation, answer, FinishReason.Stop).Kind);
            Assert.All(statement + answer, character => Assert.Contains(character, Set.Alphabet!));
            Assert.Equal((statement, answer), Set.Play.At(7, index));
        }
    }

    [Fact]
    public void Play_has_walks_of_every_length_about_equally_often()
    {
        var lengths = Enumerable.Range(0, 4000).Select(index => Set.Play!.At(1, index).Answer.Length / 4).CountBy(length => length).ToDictionary();
        Assert.Equal(Enumerable.Range(1, 8), lengths.Keys.Order());
        Assert.All(lengths.Values, count => Assert.InRange(count, 400, 600));
    }

    [Theory]
    [InlineData(500, 200, 5, 6, "619 starts")]
    [InlineData(0, 0, 0, 6, "minimum_difficulty 0")]
    [InlineData(0, 0, 6, 5, "exchange them")]
    [InlineData(-1, 0, 5, 6, "train_count is -1")]
    public void Impossible_numbers_are_refused_with_a_remedy(int train, int heldOut, int least, int most, string expected)
    {
        var options = new ProblemOptions { TrainCount = train, HeldOutCount = heldOut, MinimumDifficulty = least, MaximumDifficulty = most };
        Assert.Contains(expected, Assert.Throws<InvalidInputException>(() => ProblemSets.Load(options)).Message, StringComparison.Ordinal);
    }
}
