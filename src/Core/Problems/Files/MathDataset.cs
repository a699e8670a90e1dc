using Rollouts.Core.Verification;

namespace Rollouts.Core.Problems.Files;

/// <summary>MATH (Hendrycks et al. 2021, arXiv 2103.03874): <c>problem</c> and <c>solution</c>, whose sentences are the steps and whose
/// last <c>\boxed{…}</c> is the answer; <c>level</c>, <c>type</c> and <c>subject</c> become tags.</summary>
internal static class MathDataset
{
    /// <summary>The problem of a line; null where <c>\boxed{}</c> is empty, as in two rows of the published set.</summary>
    public static Problem? Read(DataLine line)
    {
        var (statement, solution) = (line.Text("problem"), line.Text("solution"));
        var answer = AnswerExtraction.FindBoxed(solution);
        if (answer is null && solution.Contains(@"\boxed{}", StringComparison.Ordinal)) return null;
        if (answer is null) throw line.Mistake("the problem has no final answer; \"solution\" should hold it in \\boxed{…}.");
        return new(
            new($"math/{line.Split}/{line.Number}"), statement, [.. SolutionText.Sentences(solution)], answer, [.. line.Tags("type", "subject", "level")]);
    }
}
