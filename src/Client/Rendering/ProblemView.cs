using Rollouts.Core.Advantages;
using Rollouts.Core.ItemResponse;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Rollouts.Client.Rendering;

/// <summary>One problem's life in a run: which hints it got, how the policy answered, the item-response curve, the last rollouts.</summary>
internal static class ProblemView
{
    private const int ShownVisits = 12;

    /// <summary>The view of a problem's visits, oldest first; at least one.</summary>
    /// <param name="decode">Text of token ids.</param>
    public static IRenderable Of(IReadOnlyList<CreditedGroup> visits, Func<int[], string> decode)
    {
        var last = visits[^1];
        return new Rows(
            new Text($"{PlainText.Of(last.Problem)}, {visits.Count} visits", new Style(decoration: Decoration.Bold)),
            History(visits),
            new Text(Curve(last)),
            new Rows(CurvePlot.Of(Model(last), Observations(last)).Select(line => new Text(line))),
            Text.Empty,
            RolloutsView.Of([last], decode));
    }

    private static Table History(IReadOnlyList<CreditedGroup> visits)
    {
        var rounds = visits.Max(visit => visit.Rounds.Length);
        var table = new Table().SimpleBorder().AddColumns("visit", "policy");
        for (var round = 1; round <= rounds; round++) table.AddColumn($"round {round}: hint, right");
        foreach (var visit in visits.TakeLast(ShownVisits))
            table.AddRow([$"{visit.Visit}", $"v{visit.PolicyVersion}", .. visit.Rounds.Select(Cell), .. Enumerable.Repeat("", rounds - visit.Rounds.Length)]);
        return table;
    }

    private static string Cell(CreditedRound round) =>
        $"{round.HintShown}/{round.HintUnits}, {round.Rollouts.Count(IsRight)}/{round.Rollouts.Length}";

    private static string Curve(CreditedGroup visit) => Model(visit) is { } model
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"accuracy over hint rate at the last visit: k {model.K:0.00}, μ {model.Mu:0.00}, b {model.B:0.00}")
        : "accuracy over hint rate at the last visit; no curve was fitted";

    private static ThreeParameterModel? Model(CreditedGroup visit) => visit.Fit is [var k, var mu, var b] ? new(k, mu, b) : null;

    private static IEnumerable<(double, double)> Observations(CreditedGroup visit) =>
        visit.Rounds.Where(round => round.Rollouts.Length > 0)
            .Select(round => (CreditedGroup.HintOf(round).Rate, round.Rollouts.Count(IsRight) / (double)round.Rollouts.Length));

    private static bool IsRight(CreditedRollout rollout) => rollout.Verdict == Core.Verification.VerdictKind.Correct;
}
