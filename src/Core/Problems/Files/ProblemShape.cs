namespace Rollouts.Core.Problems.Files;

/// <summary>How a data set known by its name writes a problem down.</summary>
/// <param name="Fields">Where the parts are.</param>
/// <param name="Steps">How its solutions are cut; not <see cref="StepRule.Source"/>.</param>
/// <param name="Answer">Where its final answers are.</param>
internal sealed record ProblemShape(FieldOptions Fields, StepRule Steps, AnswerPlace Answer)
{
    /// <summary>Sources that are files, with their shapes.</summary>
    public static IReadOnlyDictionary<string, ProblemShape> ByName { get; } = new Dictionary<string, ProblemShape>
    {
        // Cobbe et al. 2021, arXiv 2110.14168; calculator marks (<<48/2=24>>) stay.
        ["gsm8k"] = new(new() { Statement = "question", Solution = "answer" }, StepRule.Lines, AnswerPlace.Hashes),
        // Hendrycks et al. 2021, arXiv 2103.03874.
        ["math"] = new(new() { Statement = "problem", Solution = "solution", Tags = ["type", "subject", "level"] }, StepRule.Sentences, AnswerPlace.Boxed),
        // He et al. 2025, arXiv 2504.11456; the first of its three solutions.
        ["deepmath"] = new(
            new() { Statement = "question", Solution = "r1_solution_1", Answer = "final_answer", Tags = ["topic", "difficulty"] }, StepRule.Found, AnswerPlace.Field),
        ["jsonl"] = new(
            new() { Statement = "statement", Solution = "solution", Steps = "steps", Answer = "answer", Id = "id", Tags = ["tags"] }, StepRule.Found, AnswerPlace.CheckedField),
    };
}

/// <summary>Where a shape has its final answers.</summary>
internal enum AnswerPlace
{
    /// <summary>At the end of the solution, after <c>####</c>.</summary>
    Hashes,

    /// <summary>In the solution's last <c>\boxed{…}</c>.</summary>
    Boxed,

    /// <summary>In a field, whatever the solution says.</summary>
    Field,

    /// <summary>In a field; a solution that marks another answer is a mistake.</summary>
    CheckedField,
}
