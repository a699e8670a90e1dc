using System.Runtime.CompilerServices;
using System.Text.Json;
using Rollouts.Core;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Verification;

namespace Rollouts.Client.Commands;

/// <summary>An answer to judge, from a line of a file.</summary>
/// <param name="Id">As the file has it, text or number.</param>
/// <param name="Text">A bare answer, or a whole text to extract one from.</param>
/// <param name="IsResponse">Whether it is a whole text.</param>
/// <param name="Finish">Why a whole text ended.</param>
internal sealed record VerificationCase(JsonElement Id, string Reference, string Text, bool IsResponse, FinishReason Finish)
{
    /// <summary>The cases of a file; blank lines are none.</summary>
    /// <exception cref="InvalidInputException">A line is no case.</exception>
    public static async IAsyncEnumerable<VerificationCase> ReadAsync(string path, [EnumeratorCancellation] CancellationToken stopping)
    {
        var number = 0;
        await foreach (var line in File.ReadLinesAsync(path, stopping))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line)) yield return Read(line, $"{path}:{number}");
        }
    }

    /// <summary>The verdict. Whatever the text, it takes milliseconds.</summary>
    public Verdict Judge()
    {
        try
        {
            return (IsResponse ? AnswerVerifier.ExplainResponse(Reference, Text, Finish) : AnswerVerifier.ExplainAnswer(Reference, Text)).Verdict;
        }
        catch (Exception error) // a fault of the verifier is one case's verdict, and counted, not the end of the others
        {
            return new(VerdictKind.VerifierError, null, $"The verifier failed: {error.GetType().Name}: {error.Message}");
        }
    }

    private static VerificationCase Read(string line, string place)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return Of(document.RootElement, place);
        }
        catch (JsonException error)
        {
            throw new InvalidInputException($"{place}: expected a JSON object on one line, and it can't be read: {error.Message}", error);
        }
    }

    private static VerificationCase Of(JsonElement line, string place)
    {
        if (line.ValueKind != JsonValueKind.Object) throw Mistake($"expected a JSON object with id, reference, and answer or response, and it is a {line.ValueKind}.");
        if (!line.TryGetProperty("id", out var id)) throw Mistake("\"id\" is missing; give every case one, so that its verdict can be found.");
        var (answer, response) = (TextOf(line, "answer", place), TextOf(line, "response", place));
        if (answer is null == response is null) throw Mistake("expected either \"answer\" (an answer alone) or \"response\" (a whole text).");
        var reference = TextOf(line, "reference", place) ?? throw Mistake("\"reference\" is missing; it is the answer to compare with.");
        return new(id.Clone(), reference, answer ?? response!, response is not null, FinishOf(TextOf(line, "finish", place), place));

        InvalidInputException Mistake(string what) => new($"{place}: {what}");
    }

    private static string? TextOf(JsonElement line, string key, string place)
    {
        if (!line.TryGetProperty(key, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => throw new InvalidInputException($"{place}: \"{key}\" should be a text or a number, and it is a {value.ValueKind}."),
        };
    }

    private static FinishReason FinishOf(string? finish, string place) => finish switch
    {
        null or "stop" => FinishReason.Stop,
        "length" => FinishReason.Length,
        _ => throw new InvalidInputException($"{place}: \"finish\" is \"{finish}\"; expected \"stop\" or \"length\"."),
    };
}
