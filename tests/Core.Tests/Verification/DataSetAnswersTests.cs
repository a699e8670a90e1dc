using System.Text.Json;
using System.Text.RegularExpressions;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Verification;
using Rollouts.Support;

namespace Rollouts.Core.Tests.Verification;

public sealed partial class DataSetAnswersTests
{
    [Theory]
    [InlineData("math_train", "train.jsonl")]
    [InlineData("math_test5000", "test.jsonl")]
    public void Every_reference_of_math_equals_its_common_rewritings(string folder, string file)
    {
        var pairs = References(folder, file).SelectMany(reference => Rewritings(reference).Select(rewriting => (reference, rewriting)));
        var mistakes = pairs.Where(pair => !IsCorrect(pair.reference, pair.rewriting)).Select(pair => $"{pair.reference} | {pair.rewriting}").ToArray();
        Assert.True(mistakes.Length == 0, $"{mistakes.Length} rewritings are judged wrong:\n{string.Join('\n', mistakes.Take(40))}");
    }

    [Theory]
    [InlineData("math_train", "train.jsonl")]
    [InlineData("math_test5000", "test.jsonl")]
    public void No_reference_of_math_equals_a_perturbed_one(string folder, string file)
    {
        var pairs = References(folder, file).SelectMany(reference => Perturbations(reference).Select(perturbed => (reference, perturbed)));
        var mistakes = pairs.Where(pair => IsCorrect(pair.reference, pair.perturbed)).Select(pair => $"{pair.reference} | {pair.perturbed}").ToArray();
        Assert.True(mistakes.Length == 0, $"{mistakes.Length} perturbed answers are judged right:\n{string.Join('\n', mistakes.Take(40))}");
    }

    [Fact]
    public void Every_answer_of_olympiad_bench_equals_itself_in_other_dress()
    {
        foreach (var line in File.ReadLines(Repository.RequireData("math", "olympiadbench", "test.jsonl")))
        {
            foreach (var answer in JsonDocument.Parse(line).RootElement.GetProperty("final_answer").EnumerateArray().Select(answer => answer.GetString()!))
                Assert.True(IsCorrect(answer, Replaced(Replaced(answer, "$", ""), "\\frac", "\\dfrac") + "."), answer);
        }
    }

    private static IEnumerable<string> References(string folder, string file) => File.ReadLines(Repository.RequireData("math", folder, file))
        .Select(line => AnswerExtraction.FindBoxed(JsonDocument.Parse(line).RootElement.GetProperty("solution").GetString()!)).OfType<string>();

    private static IEnumerable<string> Rewritings(string reference)
    {
        yield return $"${reference}$";
        yield return $"\\[ {reference} \\]";
        yield return Replaced(Replaced(Replaced(reference, "\\frac", "\\dfrac"), "\\left", ""), "\\right", "");
        yield return Replaced(Replaced(Replaced(reference, "\\dfrac", "\\frac"), "\\left(", "("), "\\right)", ")");
        yield return Replaced(Replaced(Replaced(reference, "+", " + "), "-", " - "), "=", " = ");
        if (reference.Contains('(', StringComparison.Ordinal)) yield return Replaced(reference, ",", " , ");
        yield return BracedDigit().Replace(reference, "{$1}");
        if (Fraction().Match(reference) is { Success: true } fraction) yield return $"{fraction.Groups[1]}{fraction.Groups[2]}/{fraction.Groups[3]}";
        if (Whole().IsMatch(reference)) yield return $"{reference}.0";
        if (Whole().IsMatch(reference)) yield return $"x = {reference}";
        if (Words().Match(reference) is { Success: true } words) yield return words.Groups[1].Value;
    }

    private static IEnumerable<string> Perturbations(string reference)
    {
        var numbers = Number().Matches(reference);
        if (numbers.Count > 0) yield return Changed(reference, numbers[^1]);
        if (numbers.Count > 1) yield return Changed(reference, numbers[0]);
        if (Whole().IsMatch(reference) && reference != "0") yield return $"-{reference}";
        if (Fraction().Match(reference) is { Success: true } fraction && fraction.Groups[2].Value != fraction.Groups[3].Value) yield return $"\\frac{{{fraction.Groups[3]}}}{{{fraction.Groups[2]}}}";
        if (!reference.Contains(',', StringComparison.Ordinal) && !reference.Contains("text", StringComparison.Ordinal)) yield return $"{reference}, 7919";
        yield return "\\text{no such answer}";
        yield return "7919";
    }

    private static string Replaced(string text, string part, string by) => text.Replace(part, by, StringComparison.Ordinal);

    private static string Changed(string text, Match digit) =>
        $"{text[..digit.Index]}{(digit.Value == "9" ? '7' : (char)(digit.Value[0] + 1))}{text[(digit.Index + 1)..]}";

    private static bool IsCorrect(string reference, string answer) =>
        AnswerVerifier.ExplainResponse(reference, $"So it is \\boxed{{{answer}}}.", FinishReason.Stop).Verdict.Kind == VerdictKind.Correct;

    [GeneratedRegex(@"[0-9](?=[^0-9]*$|[^0-9])")]
    private static partial Regex Number();

    [GeneratedRegex(@"^(-?)\\d?frac\{(\d+)\}\{(\d+)\}$")]
    private static partial Regex Fraction();

    [GeneratedRegex(@"^\d+$")]
    private static partial Regex Whole();

    [GeneratedRegex(@"(?<=[_^])(\d)(?!\d)")]
    private static partial Regex BracedDigit();

    [GeneratedRegex(@"^\\text\{([A-Za-z ]+)\}$")]
    private static partial Regex Words();
}
