using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Rollouts.Core.Problems;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Verification;
using Rollouts.Support;

namespace Rollouts.Core.Tests.Verification;

public sealed class AnswerVerifierTests
{
    public static TheoryData<string, string, string> Cases()
    {
        var path = Path.Combine(Repository.Root, "tests", "Core.Tests", "Verification", "cases.txt");
        var cases = new TheoryData<string, string, string>();
        foreach (var line in File.ReadLines(path).Where(line => line.Length > 0 && line[0] != '#'))
        {
            var columns = line.Split(" | ");
            cases.Add(columns[0], columns[1], columns.Length > 2 ? columns[2] : "");
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_case_of_the_table_gets_its_verdict(string verdict, string reference, string answer)
    {
        var finish = answer.EndsWith('✂') ? FinishReason.Length : FinishReason.Stop;
        var judged = Judge(reference, answer.TrimEnd('✂').Replace('⏎', '\n'), finish);
        Assert.True(Kind(verdict) == judged.Kind, $"{judged.Kind}: {judged.Reason}");
        Assert.False(string.IsNullOrWhiteSpace(judged.Reason));
    }

    [Fact]
    public void The_table_has_at_least_a_hundred_and_twenty_cases() => Assert.True(Cases().Count >= 120, $"{Cases().Count} cases");

    public static TheoryData<string> HostileTexts() =>
    [
        "#### 9^9^9^9^9^9", "\\boxed{10^{1000000000}}", "#### " + new string('9', 1_000_000), new string('9', 1_000_000),
        "\\boxed" + new string('{', 10_000) + new string('}', 10_000), "\\boxed{" + new string('(', 450) + "1" + new string(')', 450) + "}",
        "#### " + new string('-', 450) + "1", string.Concat(Enumerable.Repeat("\\boxed{", 100_000)), string.Concat(Enumerable.Repeat("####", 250_000)),
        "\\boxed{" + string.Concat(Enumerable.Repeat("\\text{a}", 200)) + "}", string.Concat(Enumerable.Repeat("<answer>", 100_000)),
        "#### " + string.Concat(Enumerable.Repeat("(99999999/77777)*", 29)) + "1", "#### 1" + string.Concat(Enumerable.Repeat("/999999999999999", 30)),
        new string(' ', 1_000_000), "#### " + new string(' ', 1_000_000), string.Concat(Enumerable.Repeat("answer is ", 100_000)), "\0\ud800#### \udfff",
        "#### " + string.Concat(Enumerable.Repeat("a ", 900)), string.Concat(Enumerable.Repeat("1,234", 200_000)), "#### 1" + string.Concat(Enumerable.Repeat("%", 490)),
    ];

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public void A_hostile_text_is_judged_at_once(string text)
    {
        Judge("7", "warm up: #### 8", FinishReason.Stop);
        var clock = Stopwatch.StartNew();
        foreach (var reference in new[] { "7", text[..Math.Min(text.Length, 2_000)] })
        {
            foreach (var finish in Enum.GetValues<FinishReason>())
                Assert.NotEqual(VerdictKind.VerifierError, Judge(reference + "1", text, finish).Kind);
        }

        Assert.True(clock.ElapsedMilliseconds < 500, $"{clock.ElapsedMilliseconds} ms");
    }

    [Fact]
    public void A_problem_without_a_reference_is_no_fault_of_the_policy() =>
        Assert.Null(Judge(" ", "#### 7", FinishReason.Stop).Reward);

    [Fact]
    public void Every_reference_of_gsm8k_equals_its_rewritings_and_no_other_number()
    {
        foreach (var line in File.ReadLines(Repository.RequireData("gsm8k", "test.jsonl")))
        {
            var solution = JsonDocument.Parse(line).RootElement.GetProperty("answer").GetString()!;
            var reference = AnswerExtraction.FindAfterHashes(solution)!;
            var number = long.Parse(reference, NumberStyles.Number, CultureInfo.InvariantCulture);
            string[] same =
            [
                solution, $"#### {number}", $"\\boxed{{{number:N0}}}", $"The answer is ${number}.00.", $"<answer>{number * 2}/2</answer>", $"so it is {number}",
                $"#### {number} dollars", $"#### {number - 5}+5",
            ];
            Assert.All(same, text => Assert.Equal(VerdictKind.Correct, Judge(reference, text, FinishReason.Stop).Kind));
            string[] other = [$"#### {number + 1}", $"\\boxed{{{-number - 1}}}", $"The answer is {number}.5", $"so it is {number}1", $"#### {number - 5}+4"];
            Assert.All(other, text => Assert.Equal(VerdictKind.Wrong, Judge(reference, text, FinishReason.Stop).Kind));
        }
    }

    private static VerdictKind Kind(string verdict) => Enum.Parse<VerdictKind>(verdict.Replace(" ", "", StringComparison.Ordinal), ignoreCase: true);

    private static Verdict Judge(string reference, string answer, FinishReason finish) =>
        new AnswerVerifier().Judge(new Problem(new("case"), "?", [reference], reference, []), answer, finish);
}
