using System.Text.Json;
using Rollouts.Core.Verification;

namespace Rollouts.Core.Problems.Files;

/// <summary>Makes problems of the lines of one source.</summary>
/// <param name="source">Name of the source, the beginning of generated ids.</param>
/// <param name="fields">Where the parts are.</param>
/// <param name="rule">How solutions are cut.</param>
/// <param name="place">Where final answers are.</param>
internal sealed class ProblemReader(string source, FieldOptions fields, StepRule rule, AnswerPlace place)
{
    /// <summary>The reader that a recipe asks for.</summary>
    public static ProblemReader Of(ProblemOptions options)
    {
        var shape = ProblemShape.ByName[options.Source];
        return new(
            options.Source, options.Fields.Over(shape.Fields), options.Steps == StepRule.Source ? shape.Steps : options.Steps,
            options.Fields.Answer is null || shape.Answer == AnswerPlace.Field ? shape.Answer : AnswerPlace.CheckedField);
    }

    /// <summary>The problem of a line; null where <c>\boxed{}</c> is empty, as in two rows of the published MATH.</summary>
    /// <exception cref="InvalidInputException">A part is missing or of the wrong kind; the message names line, field and remedy.</exception>
    public Problem? Read(DataLine line)
    {
        var statement = line.Text(fields.Statement!);
        var steps = Steps(line);
        var solution = string.Concat(steps);
        if (Answer(line, solution) is not { } answer) return null;
        if (place is AnswerPlace.Field or AnswerPlace.CheckedField) steps = WithAnswer(line, steps, solution, answer);
        return new(Id(line), statement, [.. steps], answer, [.. line.Tags(fields.Tags ?? [])]);
    }

    private ProblemId Id(DataLine line)
    {
        if (line.Find(fields.Id) is not { } value) return new($"{source}/{line.Name}");
        var id = value.ToString();
        return id.Length > 0 && id.All(character => char.IsAsciiLetterOrDigit(character) || character is '/' or '-' or '_' or '.')
            ? new(id)
            : throw line.Mistake($"\"{fields.Id}\" is \"{id}\"; it should be letters, digits and / - _ . only.");
    }

    private string[] Steps(DataLine line)
    {
        if (line.Find(fields.Steps) is not { } list) return SolutionText.Steps(Solution(line), rule);
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0 || list.EnumerateArray().Any(IsBlank))
            throw line.Mistake($"\"{fields.Steps}\" should be a list of texts, at least one and none blank.");
        return [.. list.EnumerateArray().Select(step => step.GetString()!)];
    }

    private string Solution(DataLine line) => fields.Steps is null || line.Find(fields.Solution) is not null
        ? line.Text(fields.Solution!)
        : throw line.Mistake($"the problem has no worked solution; give it \"{fields.Steps}\" (a list of texts) or \"{fields.Solution}\" (one text).");

    private static bool IsBlank(JsonElement step) => step.ValueKind != JsonValueKind.String || string.IsNullOrWhiteSpace(step.GetString());

    private string? Answer(DataLine line, string solution) => place switch
    {
        AnswerPlace.Hashes => AnswerExtraction.FindAfterHashes(solution)
            ?? throw line.Mistake($"the problem has no final answer; \"{fields.Solution}\" should end with a line \"#### <number>\"."),
        AnswerPlace.Boxed => AnswerExtraction.FindBoxed(solution) ?? (solution.Contains(@"\boxed{}", StringComparison.Ordinal)
            ? null
            : throw line.Mistake($"the problem has no final answer; \"{fields.Solution}\" should hold it in \\boxed{{…}}.")),
        _ => Bare(line.TextOrNumber(fields.Answer!)),
    };

    // An answer field may hold a whole solution that marks its answer, as GSM8K's does.
    private static string Bare(string answer) => answer.Contains("####", StringComparison.Ordinal) ? AnswerExtraction.FindAfterHashes(answer) ?? answer : answer;

    // Steps end in white space and the solution ends in an answer that the verifier finds.
    private string[] WithAnswer(DataLine line, string[] steps, string solution, string answer)
    {
        var marked = AnswerExtraction.FindAfterHashes(solution) ?? AnswerExtraction.FindBoxed(solution);
        if (place == AnswerPlace.CheckedField && marked is not null && marked != answer && !AnswerEquality.AreEqual(answer, marked))
            throw line.Mistake($"the solution ends in \"{marked}\", but \"{fields.Answer}\" is \"{answer}\"; correct one of them.");
        string[] all = marked is null ? [.. steps, $"#### {answer}"] : steps;
        return [.. all.Select((step, index) => index == all.Length - 1 || char.IsWhiteSpace(step[^1]) ? step : step + "\n")];
    }
}
