using Rollouts.Core.Benchmarks;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Verification;
using Rollouts.Support;

namespace Rollouts.Core.Tests.Benchmarks;

public sealed class BenchmarkCatalogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("benchmarks").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("gsm8k", 1319, null)]
    [InlineData("math500", 500, "Precalculus")]
    [InlineData("math_test5000", 5000, "Algebra")]
    [InlineData("minerva_math", 272, "Introduction to Astronomy (8.282J Spring 2006)")]
    [InlineData("olympiadbench", 675, "Combinatorics")]
    [InlineData("aime24", 30, null)]
    [InlineData("aime25", 30, null)]
    [InlineData("amc23", 40, null)]
    public void Every_problem_of_the_known_benchmarks_has_a_statement_and_an_answer(string name, int count, string? subject)
    {
        var part = name == "gsm8k" ? Repository.RequireData(name) : Repository.RequireData("math", name);
        var benchmark = BenchmarkCatalog.Load(name, Repository.Data);
        Assert.True(Directory.Exists(part));
        Assert.Equal((name, count), (benchmark.Name, benchmark.Problems.Length));
        Assert.Equal(subject, benchmark.Problems[0].Tags.FirstOrDefault());
        Assert.All(benchmark.Problems, problem => Assert.False(string.IsNullOrWhiteSpace(problem.Statement) || string.IsNullOrWhiteSpace(problem.Answer)));
        Assert.All(benchmark.Problems.Take(20), problem => Assert.Equal(VerdictKind.Correct, benchmark.Verifier.Judge(problem, $"\\boxed{{{problem.Answer}}}", FinishReason.Stop).Kind));
    }

    [Theory]
    [InlineData("""{"question":"a","answer":"It is\n#### 1,000"}""", "a", "1,000")]
    [InlineData("""{"problem":"a","question":"b","answer":27.0}""", "a", "27")]
    [InlineData("""{"problem":"a","solution":"So \\boxed{x+1}."}""", "a", "x+1")]
    [InlineData("""{"context":"Here.","question":"a","final_answer":["$1$","2"],"context2":null}""", "Here.\na", "$1$, 2")]
    [InlineData("""{"context":null,"statement":"a","answer":"5"}""", "a", "5")]
    public void The_usual_shapes_are_read(string line, string statement, string answer)
    {
        var problem = BenchmarkCatalog.Load(Write("mine.jsonl", line), null).Problems[0];
        Assert.Equal(("mine/1", statement, answer), (problem.Id.Value, problem.Statement, problem.Answer));
    }

    [Fact]
    public void Subject_and_level_are_tags() => Assert.Equal(
        ["Algebra", "Level 3"], BenchmarkCatalog.Load(Write("mine.jsonl", """{"problem":"a","answer":"5","level":3,"subject":"Algebra"}"""), null).Problems[0].Tags);

    [Fact]
    public void A_file_named_test_is_named_by_its_folder() => Assert.Equal("own", BenchmarkCatalog.Load(Write("own/test.jsonl", """{"problem":"a","answer":"5"}"""), null).Name);

    [Theory]
    [InlineData("""{"answer":"5"}""", "mine.jsonl:1: the problem has no statement")]
    [InlineData("""{"problem":"a","solution":"It is 5."}""", "mine.jsonl:1: the problem has no final answer")]
    [InlineData("""{"problem":"a","answer":{}}""", "is of kind Object")]
    public void A_line_that_is_no_problem_is_named(string line, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidInputException>(() => BenchmarkCatalog.Load(Write("mine.jsonl", line), null)).Message, StringComparison.Ordinal);

    [Fact]
    public void What_is_not_there_is_refused_with_what_was_looked_for()
    {
        var message = Assert.Throws<InvalidInputException>(() => BenchmarkCatalog.Load("gsm9k", _folder)).Message;
        Assert.Contains(Path.Combine(_folder, "gsm9k"), message, StringComparison.Ordinal);
        Assert.Contains("math500", message, StringComparison.Ordinal);
    }

    private string Write(string name, string line)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, line);
        return path;
    }
}
