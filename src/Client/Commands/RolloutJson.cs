using Rollouts.Core.Advantages;

namespace Rollouts.Client.Commands;

/// <summary>A group of rollouts as JSON for other programs, texts instead of token ids.</summary>
internal static class RolloutJson
{
    /// <summary>The JSON's shape.</summary>
    /// <param name="decode">Text of token ids.</param>
    public static object Of(CreditedGroup group, Func<int[], string> decode) => new
    {
        group.Problem, group.Visit, group.Batch, group.Slot, group.PolicyVersion, group.PolicySha256, group.Fit,
        Prompt = decode(group.PromptIds),
        Rounds = group.Rounds.Select(round => new
        {
            round.Round, round.HintShown, round.HintUnits, Hint = decode(round.HintIds),
            Rollouts = round.Rollouts.Select(rollout => new
            {
                rollout.Index, Text = decode(rollout.TokenIds), Tokens = rollout.TokenIds.Length, rollout.Verdict, rollout.Reason,
                Reward = double.IsFinite(rollout.Reward) ? rollout.Reward : (double?)null, rollout.Advantage, rollout.Dropped, rollout.Finish,
            }),
        }),
    };
}
