using System.CommandLine;
using System.Text.Json;
using Rollouts.Client.Rendering;
using Rollouts.Core;
using Rollouts.Core.Verification;

namespace Rollouts.Client.Commands;

/// <summary><c>rollouts verify</c>: explains one verdict step by step, or judges a file of cases.</summary>
internal static class VerifyCommand
{
    public static Command Create(Application application)
    {
        var reference = new Option<string?>("--reference") { Description = "The right answer, as a data set gives it.", HelpName = "text" };
        var answer = new Option<string?>("--answer") { Description = "An answer alone, to compare with the reference.", HelpName = "text" };
        var response = new Option<string?>("--response") { Description = "A whole text whose final answer is to be found first.", HelpName = "text" };
        var cases = new Option<string?>("--cases")
        {
            Description = "JSONL file of cases: id, reference, and answer or response; finish = length where a limit cut the response off.", HelpName = "file",
        };
        var output = new Option<string?>("--out") { Description = "JSONL file for the verdicts: id, verdict, extracted, reason.", HelpName = "file" };
        var json = Arguments.Json();
        var command = new Command("verify", "Explains why an answer is right or wrong, or judges a file of answers.")
        {
            reference, answer, response, cases, output, json,
        };
        command.SetAction((parsed, stopping) => ExecuteAsync(application, new(
            parsed.GetValue(reference), parsed.GetValue(answer), parsed.GetValue(response), parsed.GetValue(cases), parsed.GetValue(output),
            parsed.GetValue(json)), stopping));
        return command;
    }

    private static async Task<int> ExecuteAsync(Application application, Request request, CancellationToken stopping)
    {
        if (request is { Cases: { } cases, Output: { } output, Reference: null, Answer: null, Response: null })
            Show(application, await VerificationFile.JudgeAsync(cases, output, stopping), request.Json);
        else Show(application, Explain(request), request.Json);
        return ExitCode.Done;
    }

    private static VerdictExplanation Explain(Request request)
    {
        if (request is { Reference: { } reference, Cases: null, Output: null } && request.Answer is null != request.Response is null)
            return request.Answer is { } answer ? AnswerVerifier.ExplainAnswer(reference, answer) : AnswerVerifier.ExplainResponse(reference, request.Response!);
        throw new InvalidInputException(
            "verify takes --reference with --answer or --response, to explain one verdict, or --cases with --out, to judge a file. See: rollouts verify --help");
    }

    private static void Show(Application application, VerdictExplanation explanation, bool json)
    {
        if (json) application.WriteRaw(JsonSerializer.Serialize(Fields(explanation.Verdict, explanation.Steps), VerificationFile.Json));
        else application.Show(VerdictView.Of(explanation));
    }

    private static void Show(Application application, IReadOnlyDictionary<VerdictKind, int> counts, bool json)
    {
        if (json) application.WriteRaw(JsonSerializer.Serialize(counts.ToDictionary(count => VerdictView.Name(count.Key), count => count.Value)));
        else application.Show(VerdictView.Of(counts));
    }

    private static object Fields(Verdict verdict, IEnumerable<string> steps) =>
        new { verdict = VerdictView.Name(verdict.Kind), extracted = verdict.Extracted, reason = verdict.Reason, reward = verdict.Reward, steps };

    /// <summary>What was asked for.</summary>
    private sealed record Request(string? Reference, string? Answer, string? Response, string? Cases, string? Output, bool Json);
}
