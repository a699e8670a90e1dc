using Rollouts.Core.Verification;

namespace Rollouts.Core.Tests.Verification;

/// <summary>A line of <c>equality.txt</c>.</summary>
internal sealed record EqualityCase(string Category, string Expected, string Reference, string Answer)
{
    public bool IsSame => Expected == "same";

    public Verdict Judge() => AnswerVerifier.ExplainAnswer(Reference, Answer).Verdict;

    public override string ToString() => $"{Expected} | {Reference} | {Answer}";
}

/// <summary>The table of answers that are right or wrong, and how often the verifier errs on it.</summary>
internal static class EqualityTable
{
    public static EqualityCase[] Read(string root)
    {
        var (cases, category) = (new List<EqualityCase>(), "");
        foreach (var line in File.ReadLines(Path.Combine(root, "tests", "Core.Tests", "Verification", "equality.txt")))
        {
            if (line.StartsWith("# --- ", StringComparison.Ordinal)) category = line["# --- ".Length..];
            if (line.Length == 0 || line[0] == '#') continue;
            var columns = line.Split(" | ");
            if (columns is not [var expected and ("same" or "different" or "unparsable"), var reference, var answer])
                throw new InvalidDataException($"expected \"same | reference | answer\" in the table, and found \"{line}\"");
            cases.Add(new(category, expected, reference, answer));
        }

        return [.. cases];
    }

    /// <summary>A Markdown table with both error rates, category by category.</summary>
    public static string Report(EqualityCase[] cases)
    {
        string[] head = ["| category | cases | wrong answers judged right | right answers judged wrong |", "| --- | --- | --- | --- |"];
        var rows = cases.GroupBy(@case => @case.Category).Select(group => Row(group.Key, [.. group]));
        return string.Join('\n', [.. head, .. rows, Row("all", cases)]);
    }

    private static string Row(string category, EqualityCase[] cases)
    {
        var (same, different) = (cases.Where(@case => @case.IsSame).ToArray(), cases.Where(@case => !@case.IsSame).ToArray());
        var missed = same.Count(@case => @case.Judge().Kind != VerdictKind.Correct);
        var accepted = different.Count(@case => @case.Judge().Kind == VerdictKind.Correct);
        return $"| {category} | {cases.Length} | {accepted} of {different.Length} | {missed} of {same.Length} |";
    }
}
