using Rollouts.Core.Problems;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Verification;
using Rollouts.Support;

namespace Rollouts.Core.Tests.Problems;

public sealed class FileSetTests : IDisposable
{
    private const string Gsm8kLine = """{"question":"How many?","answer":"He has <<2+3=5>>5.\n#### 5"}""";
    private const string OtherGsm8kLine = """{"question":"How few?","answer":"#### 1"}""";
    private const string OwnLine = """{"id":"a/1","statement":"2+3?","steps":["2+3 is 5"],"answer":"5","tags":["sum","easy"]}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("problems").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Gsm8k_keeps_its_lines_and_calculator_marks()
    {
        var problem = Load("gsm8k", Gsm8kLine, OtherGsm8kLine).Train.Single();
        Assert.Equal(["He has <<2+3=5>>5.\n", "#### 5"], problem.Steps);
        Assert.Equal(("gsm8k/train/1", "How many?", "5"), (problem.Id.Value, problem.Statement, problem.Answer));
    }

    [Fact]
    public void The_own_format_may_leave_out_id_and_tags_and_gets_separators_and_the_answer()
    {
        var set = Load("jsonl", OwnLine, """{"statement":"3+3?","solution":"3 and 3\nmake 6.","answer":6}""");
        Assert.Equal(("a/1", "jsonl/test/1"), (set.Train[0].Id.Value, set.HeldOut[0].Id.Value));
        Assert.Equal(["2+3 is 5\n", "#### 5"], set.Train[0].Steps);
        Assert.Equal(["sum", "easy"], set.Train[0].Tags);
        Assert.Equal(["3 and 3\n", "make 6.\n", "#### 6"], set.HeldOut[0].Steps);
    }

    [Theory]
    [InlineData("gsm8k", "{\"question\":\"a\"", "train.jsonl:2: this line is not JSON")]
    [InlineData("gsm8k", "[1]", "train.jsonl:2: this line is JSON but no object")]
    [InlineData("gsm8k", """{"answer":"#### 5"}""", "train.jsonl:2: \"question\" should be a text that is not blank, but it is missing; the object's keys are answer.")]
    [InlineData("gsm8k", """{"question":" ","answer":"#### 5"}""", "but it is blank.")]
    [InlineData("gsm8k", """{"question":"a","answer":5}""", "\"answer\" should be a text that is not blank, but it is of kind Number.")]
    [InlineData("gsm8k", """{"question":"a","answer":"It is 5."}""", "train.jsonl:2: the problem has no final answer")]
    [InlineData("gsm8k", """{"question":"a","answer":"It is 5.\n####"}""", "train.jsonl:2: the problem has no final answer")]
    [InlineData("math", """{"problem":"a","solution":"It is 5."}""", "\\boxed")]
    [InlineData("math", """{"problem":"a","solution":"It is \\boxed{}."}""", "has no problem")]
    [InlineData("jsonl", """{"statement":"a","answer":"5"}""", "no worked solution")]
    [InlineData("jsonl", """{"statement":"a","answer":"5","steps":[]}""", "\"steps\" should be a list")]
    [InlineData("jsonl", """{"statement":"a","answer":"5","steps":["b",""]}""", "\"steps\" should be a list")]
    [InlineData("jsonl", """{"statement":"a","steps":["b"]}""", "\"answer\" should be a text")]
    [InlineData("jsonl", """{"statement":"a","answer":"5","solution":"#### 6"}""", "the solution ends in \"6\", but \"answer\" is \"5\"")]
    [InlineData("jsonl", """{"id":"a b","statement":"a","answer":"5","solution":"5"}""", "\"id\" is \"a b\"")]
    [InlineData("jsonl", """{"id":"x","statement":"a","answer":"5","solution":"5"}""", "\"x\" names 2 problems")]
    public void A_bad_line_is_named_with_its_place_and_its_remedy(string source, string line, string expected)
    {
        var held = source switch
        {
            "gsm8k" => OtherGsm8kLine,
            "math" => """{"problem":"held","solution":"\\boxed{1}"}""",
            _ => """{"id":"x","statement":"held","answer":"1","solution":"1"}""",
        };
        var error = Assert.Throws<InvalidInputException>(() => Load(source, "\n" + line, held));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Problems_that_are_held_out_are_not_trained_on()
    {
        var set = Load("gsm8k", Gsm8kLine + "\n" + OtherGsm8kLine, OtherGsm8kLine);
        Assert.Equal("How many?", set.Train.Single().Statement);
        Assert.Contains("1 of the 2 problems", set.Warnings.Single(), StringComparison.Ordinal);
        Assert.Contains("none is left", Assert.Throws<InvalidInputException>(() => Load("gsm8k", Gsm8kLine, Gsm8kLine)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train.jsonl", "train.jsonl has no problem")]
    [InlineData("test.jsonl", "test.jsonl has no problem")]
    public void An_empty_file_is_refused(string name, string expected)
    {
        Write("train.jsonl", Gsm8kLine);
        Write("test.jsonl", OtherGsm8kLine);
        Write(name, "\n\n");
        Assert.Contains(expected, Refusal(new() { Source = "gsm8k", Data = _folder }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_folder_or_file_is_named()
    {
        Assert.Contains("needs problems.data", Refusal(new() { Source = "gsm8k" }), StringComparison.Ordinal);
        Assert.Contains("is no folder", Refusal(new() { Source = "gsm8k", Data = Path.Combine(_folder, "none") }), StringComparison.Ordinal);
        Assert.Contains("test.jsonl is missing", Refusal(new() { Source = "gsm8k", Data = _folder }), StringComparison.Ordinal);
        Assert.Contains("\"csv\" is not known", Refusal(new() { Source = "csv" }), StringComparison.Ordinal);
    }

    [Fact]
    public void More_problems_than_there_are_is_refused()
    {
        Write("train.jsonl", Gsm8kLine);
        Write("test.jsonl", OtherGsm8kLine);
        Assert.Contains("problems.train_count is 2", Refusal(new() { Source = "gsm8k", Data = _folder, TrainCount = 2 }), StringComparison.Ordinal);
    }

    [Fact]
    public void All_of_gsm8k_is_read_and_every_solution_is_judged_right()
    {
        var set = ProblemSets.Load(new() { Source = "gsm8k", Data = Repository.RequireData("gsm8k") });
        Assert.Equal((7473, 1319), (set.Train.Length, set.HeldOut.Length));
        AssertSolutionsAreRight(set);
    }

    [Fact]
    public void A_seeded_choice_is_part_of_the_whole()
    {
        var options = new ProblemOptions { Source = "gsm8k", Data = Repository.RequireData("gsm8k"), TrainCount = 100, HeldOutCount = 50 };
        var set = ProblemSets.Load(options);
        Assert.Equal((100, 50), (set.Train.Select(problem => problem.Id).Distinct().Count(), set.HeldOut.Length));
        Assert.Equal(set.Train.Select(problem => problem.Id), ProblemSets.Load(options).Train.Select(problem => problem.Id));
        Assert.NotEqual(set.Train.Select(problem => problem.Id), ProblemSets.Load(options with { Seed = 2 }).Train.Select(problem => problem.Id));
    }

    [Fact]
    public void All_of_math_is_read_and_every_solution_is_judged_right()
    {
        var set = ProblemSets.Load(new() { Source = "math", Data = Repository.RequireData("math") });
        Assert.Equal((7498, 500), (set.Train.Length, set.HeldOut.Length));
        Assert.Equal(2, set.Warnings.Count(warning => warning.Contains("left out", StringComparison.Ordinal)));
        AssertSolutionsAreRight(set);
        Assert.InRange(set.Train.Average(problem => problem.Steps.Length), 3, 12);
    }

    private static void AssertSolutionsAreRight(ProblemSet set)
    {
        Assert.Null(set.Play);
        Assert.Null(set.Alphabet);
        foreach (var problem in set.Train.Concat(set.HeldOut))
        {
            var verdict = set.Verifier.Judge(problem, problem.Solution, FinishReason.Stop);
            Assert.True(verdict.Kind == VerdictKind.Correct, $"{problem.Id}: {verdict.Reason}");
        }
    }

    private ProblemSet Load(string source, string train, string heldOut)
    {
        Write("train.jsonl", train);
        Write("test.jsonl", heldOut);
        return ProblemSets.Load(new() { Source = source, Data = _folder });
    }

    private void Write(string name, string content) => File.WriteAllText(Path.Combine(_folder, name), content);

    private static string Refusal(ProblemOptions options) => Assert.Throws<InvalidInputException>(() => ProblemSets.Load(options)).Message;
}
