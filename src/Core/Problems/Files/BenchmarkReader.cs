using System.Text.Json;
using Rollouts.Core.Verification;

namespace Rollouts.Core.Problems.Files;

/// <summary>Makes problems of a benchmark's lines, whichever of the usual shapes they have: only statement and final answer are needed.</summary>
/// <remarks>
/// Statement: <c>problem</c>, <c>question</c> or <c>statement</c>, after <c>context</c> where there is one. Answer: <c>final_answer</c> or <c>answer</c>, a
/// text, a number or a list of them; of a text with <c>####</c>, what follows it; without either, what <c>solution</c> marks with
/// <c>\boxed{…}</c> or <c>####</c>. Tags: the subject (<c>subject</c>, <c>type</c>, <c>subfield</c> or <c>topic</c>), then the level.
/// </remarks>
/// <param name="name">Of the benchmark; begins every id.</param>
internal sealed class BenchmarkReader(string name)
{
    private static readonly string[] Statements = ["problem", "question", "statement"];
    private static readonly string[] Answers = ["final_answer", "answer"];
    private static readonly string[] Subjects = ["subject", "type", "subfield", "topic"];

    /// <summary>The problem of a line.</summary>
    /// <exception cref="InvalidInputException">It has no statement or no final answer.</exception>
    public Problem Read(DataLine line)
    {
        var statement = line.Text(First(line, Statements) ?? throw line.Mistake($"the problem has no statement; expected one of {string.Join(", ", Statements)}."));
        if (line.Find("context") is { ValueKind: JsonValueKind.String }) statement = $"{line.Text("context")}\n{statement}";
        var answer = Answer(line) ?? throw line.Mistake("the problem has no final answer; expected \"answer\" or \"final_answer\", or a \"solution\" with \\boxed{…} or ####.");
        return new(new($"{name}/{line.Name[(line.Name.IndexOf('/', StringComparison.Ordinal) + 1)..]}"), statement, [$"#### {answer}"], answer, [.. Tags(line)]);
    }

    private static string? Answer(DataLine line)
    {
        if (First(line, Answers) is not { } field) return First(line, ["solution"]) is { } solution ? Marked(line.Text(solution)) : null;
        if (line.Find(field) is { ValueKind: JsonValueKind.Array } list)
            return string.Join(", ", Enumerable.Range(0, list.GetArrayLength()).Select(place => line.TextOrNumber($"{field}.{place}")));
        var text = line.TextOrNumber(field);
        return text.Contains("####", StringComparison.Ordinal) ? AnswerExtraction.FindAfterHashes(text) : text;
    }

    private static string? Marked(string solution) => AnswerExtraction.FindBoxed(solution) ?? AnswerExtraction.FindAfterHashes(solution);

    private static IEnumerable<string> Tags(DataLine line)
    {
        if (First(line, Subjects) is { } subject) yield return string.Join(", ", line.Tags([subject]));
        foreach (var level in line.Tags(["level"])) yield return level.All(char.IsAsciiDigit) ? $"Level {level}" : level;
    }

    private static string? First(DataLine line, string[] fields) => Array.Find(fields, field => line.Find(field) is not null);
}
