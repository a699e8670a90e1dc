using Rollouts.Core.Verification;
using Rollouts.Support;

namespace Rollouts.Core.Tests.Verification;

public sealed class EqualityTableTests
{
    private static readonly EqualityCase[] Cases = EqualityTable.Read(Repository.Root);

    [Fact]
    public void Every_answer_of_the_table_gets_its_verdict()
    {
        TestContext.Current.TestOutputHelper!.WriteLine(EqualityTable.Report(Cases));
        var mistakes = Cases.Where(@case => !IsExpected(@case.Expected, @case.Judge().Kind)).Select(@case => $"{@case}\n    {@case.Judge().Reason}");
        Assert.Empty(mistakes);
    }

    [Fact]
    public void The_table_has_at_least_four_hundred_different_cases_of_either_kind()
    {
        Assert.Equal(Cases.Length, Cases.Select(@case => (@case.Reference, @case.Answer)).Distinct().Count());
        Assert.True(Cases.Count(@case => @case.IsSame) >= 400);
        Assert.True(Cases.Count(@case => !@case.IsSame) >= 200);
    }

    [Fact]
    public void Everything_equals_itself_but_for_what_has_no_value() =>
        Assert.All(Cases.Where(@case => @case.Expected != "unparsable"), @case =>
            Assert.True(new EqualityCase("", "same", @case.Answer, @case.Answer + " ").Judge().Kind == VerdictKind.Correct, @case.Answer));

    [Fact]
    public void What_is_different_is_different_the_other_way_round() => Assert.All(Cases.Where(@case => @case.Expected == "different" && !DependsOnSide(@case)), @case =>
        Assert.True(new EqualityCase("", "different", @case.Answer, @case.Reference).Judge().Kind != VerdictKind.Correct, $"{@case}"));

    [Fact]
    public void What_is_the_same_is_the_same_the_other_way_round() => Assert.All(Cases.Where(@case => @case.IsSame && !DependsOnSide(@case)), @case =>
    {
        var verdict = new EqualityCase("", "same", @case.Answer, @case.Reference).Judge();
        Assert.True(verdict.Kind == VerdictKind.Correct, $"{@case}: {verdict.Reason}");
    });

    // A base may be left out of an answer, a letter may choose a whole sentence, and so on.
    private static bool DependsOnSide(EqualityCase @case) => @case.Category is "Bases" or "Multiple choice" or "What counts on one side only";

    private static bool IsExpected(string expected, VerdictKind kind) => expected switch
    {
        "same" => kind == VerdictKind.Correct,
        "different" => kind == VerdictKind.Wrong,
        _ => kind == VerdictKind.Unparsable,
    };
}
