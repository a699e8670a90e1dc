using System.Text.Json;
using Rollouts.Core.Verification;

namespace Rollouts.Core.Problems.Files;

/// <summary>This project's own JSON Lines; README.md in the folder above describes it.</summary>
internal static class OwnFormat
{
    public static Problem Read(DataLine line)
    {
        var (statement, answer) = (line.Text("statement"), Answer(line));
        return new(Id(line), statement, [.. WithAnswer(line, Steps(line), answer)], answer, [.. Tags(line)]);
    }

    private static ProblemId Id(DataLine line)
    {
        if (!line.Json.TryGetProperty("id", out var value)) return new($"jsonl/{line.Split}/{line.Number}");
        var id = value.ToString();
        return id.Length > 0 && id.All(character => char.IsAsciiLetterOrDigit(character) || character is '/' or '-' or '_' or '.')
            ? new(id)
            : throw line.Mistake($"\"id\" is \"{id}\"; it should be letters, digits and / - _ . only.");
    }

    private static string Answer(DataLine line) =>
        line.Json.TryGetProperty("answer", out var value) && value.ValueKind == JsonValueKind.Number ? value.GetRawText() : line.Text("answer");

    private static IEnumerable<string> Tags(DataLine line) =>
        line.Json.TryGetProperty("tags", out var tags) && tags.ValueKind == JsonValueKind.Array ? tags.EnumerateArray().Select(tag => tag.ToString()) : [];

    private static string[] Steps(DataLine line)
    {
        if (!line.Json.TryGetProperty("steps", out var value)) return SolutionText.Lines(Solution(line));
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0 || value.EnumerateArray().Any(IsBlank))
            throw line.Mistake("\"steps\" should be a list of texts, at least one and none blank.");
        return [.. value.EnumerateArray().Select(step => step.GetString()!)];
    }

    private static string Solution(DataLine line) => line.Json.TryGetProperty("solution", out _)
        ? line.Text("solution")
        : throw line.Mistake("the problem has no worked solution; give it \"steps\" (a list of texts) or \"solution\" (one text).");

    private static bool IsBlank(JsonElement step) => step.ValueKind != JsonValueKind.String || string.IsNullOrWhiteSpace(step.GetString());

    // Steps end in white space and the solution ends in an answer that the verifier finds.
    private static IEnumerable<string> WithAnswer(DataLine line, string[] steps, string answer)
    {
        var solution = string.Concat(steps);
        var marked = AnswerExtraction.FindAfterHashes(solution) ?? AnswerExtraction.FindBoxed(solution);
        if (marked is not null && !AnswerEquality.AreEqual(answer, marked))
            throw line.Mistake($"the solution ends in \"{marked}\", but \"answer\" is \"{answer}\"; correct one of them.");
        string[] all = marked is null ? [.. steps, $"#### {answer}"] : steps;
        return all.Select((step, place) => place == all.Length - 1 || char.IsWhiteSpace(step[^1]) ? step : step + "\n");
    }
}
