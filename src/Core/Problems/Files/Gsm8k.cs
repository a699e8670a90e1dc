using Rollouts.Core.Verification;

namespace Rollouts.Core.Problems.Files;

/// <summary>GSM8K (Cobbe et al. 2021, arXiv 2110.14168): <c>question</c> and <c>answer</c>, whose lines are the steps and whose
/// last line is <c>#### N</c>. Calculator marks (<c>&lt;&lt;48/2=24&gt;&gt;</c>) stay.</summary>
internal static class Gsm8k
{
    public static Problem Read(DataLine line)
    {
        var (question, solution) = (line.Text("question"), line.Text("answer"));
        var answer = AnswerExtraction.FindAfterHashes(solution)
            ?? throw line.Mistake("the problem has no final answer; \"answer\" should end with a line \"#### <number>\".");
        return new(new($"gsm8k/{line.Split}/{line.Number}"), question, [.. SolutionText.Lines(solution)], answer, []);
    }
}
