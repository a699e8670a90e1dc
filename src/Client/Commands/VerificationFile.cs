using System.Text.Encodings.Web;
using System.Text.Json;
using Rollouts.Client.Rendering;
using Rollouts.Core;
using Rollouts.Core.Verification;

namespace Rollouts.Client.Commands;

/// <summary>Judges a JSONL file of answers, line by line.</summary>
internal static class VerificationFile
{
    /// <summary>Mathematics stays readable: only what JSON demands is escaped.</summary>
    public static JsonSerializerOptions Json { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Judges every case and writes a verdict for each, in the same order.</summary>
    /// <returns>How many verdicts there are of each kind.</returns>
    /// <exception cref="InvalidInputException">The file is missing, or a line is no case; no verdicts are left behind.</exception>
    public static async Task<IReadOnlyDictionary<VerdictKind, int>> JudgeAsync(string cases, string output, CancellationToken stopping)
    {
        if (!File.Exists(cases))
            throw new InvalidInputException($"There is no file {cases}. --cases takes a JSONL file with id, reference, and answer or response.");
        if (Path.GetFullPath(cases) == Path.GetFullPath(output))
            throw new InvalidInputException($"--out is the file of the cases, {cases}. Choose another file for the verdicts.");
        var counts = Enum.GetValues<VerdictKind>().ToDictionary(kind => kind, _ => 0);
        var unfinished = $"{output}.unfinished";
        try
        {
            await using (var writer = new StreamWriter(unfinished))
            {
                await foreach (var @case in VerificationCase.ReadAsync(cases, stopping))
                {
                    var verdict = @case.Judge();
                    counts[verdict.Kind]++;
                    await writer.WriteLineAsync(JsonSerializer.Serialize(
                        new { id = @case.Id, verdict = VerdictView.Name(verdict.Kind), extracted = verdict.Extracted, reason = verdict.Reason }, Json));
                }
            }

            File.Move(unfinished, output, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }

        return counts;
    }
}
