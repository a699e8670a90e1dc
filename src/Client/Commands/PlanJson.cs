using System.Text.Json;
using Rollouts.Client.Runs;
using Rollouts.Core.Runs;

namespace Rollouts.Client.Commands;

/// <summary>What <c>--dry-run --json</c> prints.</summary>
internal static class PlanJson
{
    /// <summary>The plan with the resolved specification.</summary>
    public static string Of(RunPlan plan) => JsonSerializer.Serialize(
        new
        {
            plan.Specification, plan.Arithmetic, plan.Memory, TrainProblems = plan.Problems.Train.Length,
            HeldOutProblems = plan.Problems.HeldOut.Length, Vocabulary = plan.Tokenizer.VocabularySize,
            SkippedLines = plan.Problems.SkippedCount, plan.Problems.Warnings,
        }, RunSpecificationJson.Options);
}
