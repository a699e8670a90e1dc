using Rollouts.Core.Benchmarks;

namespace Rollouts.Core.Tests.Benchmarks;

public sealed class AnswerFileTests : IDisposable
{
    private static readonly BenchmarkConditions Conditions = new("set", "a", "b", "c", 0, 64, 1, 1, 0);

    private readonly string _folder = Directory.CreateTempSubdirectory("answers").FullName;

    private string Lines => Path.Combine(_folder, "answers.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Answers_come_back_as_they_were()
    {
        var answers = Answers.Of("set/1", "+ 3 -", AnswerKind.Sampled, "Algebra").Select(answer => answer with { Text = "a\n\"b\" \\boxed{é}" }).ToArray();
        Write(answers);
        using var file = AnswerFile.Open(_folder, Conditions);
        Assert.Equal(3, file.Count);
        Assert.True(file.Has("set/1", AnswerKind.Sampled, 2));
        Assert.False(file.Has("set/1", AnswerKind.Greedy, 0));
        Assert.Equivalent(answers, file.Read().ToArray(), strict: true);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    public void A_line_that_was_cut_short_is_dropped_and_can_be_written_again(int cut)
    {
        var answers = Answers.Of("set/1", "+ 3 4");
        Write(answers);
        using (var stream = File.OpenWrite(Lines)) stream.SetLength(stream.Length - cut);
        using (var file = AnswerFile.Open(_folder, Conditions))
        {
            Assert.Equal(2, file.Count);
            file.Add(answers[2]);
        }

        using var again = AnswerFile.Open(_folder, Conditions);
        Assert.Equivalent(answers, again.Read().ToArray(), strict: true);
    }

    [Fact]
    public void A_damaged_line_is_named()
    {
        Write(Answers.Of("set/1", "+ 3"));
        File.WriteAllText(Lines, File.ReadAllText(Lines).Insert(0, "{}}\n"));
        Assert.Contains("answers.jsonl:1: this line is no answer", Assert.Throws<InvalidInputException>(() => AnswerFile.Open(_folder, Conditions)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_conditions_are_refused_and_the_difference_is_named()
    {
        Write(Answers.Of("set/1", "+"));
        var message = Assert.Throws<InvalidInputException>(() => AnswerFile.Open(_folder, Conditions with { MaximumTokens = 65 })).Message;
        Assert.Contains("\"maximum_tokens\": 64", message, StringComparison.Ordinal);
        Assert.Contains("\"maximum_tokens\": 65", message, StringComparison.Ordinal);
        Assert.DoesNotContain("policy", message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_process_holds_the_answers_at_a_time()
    {
        using var file = AnswerFile.Open(_folder, Conditions);
        Assert.Throws<IOException>(() => AnswerFile.Open(_folder, Conditions));
    }

    private void Write(BenchmarkAnswer[] answers)
    {
        using var file = AnswerFile.Open(_folder, Conditions);
        foreach (var answer in answers) file.Add(answer);
    }
}
