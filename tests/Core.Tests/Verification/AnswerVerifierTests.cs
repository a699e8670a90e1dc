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
