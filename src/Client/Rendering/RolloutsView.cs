using Rollouts.Core.Advantages;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Rollouts.Client.Rendering;

/// <summary>Rollouts as they were trained on: the prompt, each round's hint, and every answer with its verdict and advantage.</summary>
internal static class RolloutsView
{
    private const int TextLength = 400;

    /// <summary>The view of some groups.</summary>
    /// <param name="decode">Text of token ids.</param>
    public static IRenderable Of(IReadOnlyList<CreditedGroup> groups, Func<int[], string> decode) =>
        new Rows(groups.Select(group => Group(group, decode)));

    private static Rows Group(CreditedGroup group, Func<int[], string> decode)
    {
        var lines = new List<IRenderable>
        {
            new Text($"{PlainText.Of(group.Problem)}, visit {group.Visit}, policy version {group.PolicyVersion}", new Style(decoration: Decoration.Bold)),
            new Text($"prompt  {Written(group.PromptIds, decode)}"),
        };
        foreach (var round in group.Rounds)
        {
            lines.Add(new Text($"round {round.Round + 1}, hint {round.HintShown} of {round.HintUnits}: {(round.HintIds.Length == 0 ? "none" : Written(round.HintIds, decode))}"));
            lines.AddRange(round.Rollouts.Select(rollout => new Text(Line(rollout, decode))));
        }

        lines.Add(Text.Empty);
        return new Rows(lines);
    }

    private static string Line(CreditedRollout rollout, Func<int[], string> decode)
    {
        var credit = rollout.Dropped is { } reason ? $"dropped: {reason}" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{rollout.Advantage:+0.000;-0.000;0.000}");
        return $"  {Mark(rollout)} {credit,7}  {Written(rollout.TokenIds, decode)}  ({PlainText.Of(rollout.Reason)})";
    }

    private static char Mark(CreditedRollout rollout) => rollout.Verdict switch
    {
        Core.Verification.VerdictKind.Correct => '+',
        Core.Verification.VerdictKind.VerifierError => '?',
        _ => '-',
    };

    private static string Written(int[] ids, Func<int[], string> decode) => PlainText.Of(decode(ids), TextLength);
}
