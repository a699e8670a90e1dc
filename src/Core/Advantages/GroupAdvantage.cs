namespace Rollouts.Core.Advantages;

/// <summary>From a visit's rewards to its advantages: baseline, scale and RED-Drop as <see cref="AdvantageOptions"/> say.</summary>
/// <remarks>Sources: REC (arXiv 2509.24203; resolutions R6, R8, R10), Dr.GRPO, RLOO, MaxRL (arXiv 2602.02710), DAPO's overlong
/// punishment. Pure: options, rewards and seed decide everything.</remarks>
public static class GroupAdvantage
{
    /// <summary>Credits one visit.</summary>
    /// <param name="options">Baseline, scale, drops.</param>
    /// <param name="rounds">The rounds in order.</param>
    /// <param name="seed">Decides which surplus negatives RED-Drop takes out.</param>
    /// <param name="maximumTokens">L_max, the generation limit; only read by <see cref="AdvantageOptions.OverlongBuffer"/>.</param>
    /// <exception cref="ArgumentException">Overlong shaping is on and token counts are missing.</exception>
    public static GroupCredit Credit(AdvantageOptions options, IReadOnlyList<RewardedRound> rounds, ulong seed, int maximumTokens = 0)
    {
        var rollouts = Shaped(options, rounds, maximumTokens);
        var chance = new Random(unchecked((int)(seed ^ (seed >> 32))));
        foreach (var group in rollouts.Where(rollout => !double.IsNaN(rollout.Reward)).GroupBy(rollout => ScopeOf(options, rollout)).OrderBy(group => group.Key))
            CreditGroup(options, [.. group], chance);

        var degenerate = rollouts.TrueForAll(rollout => rollout.Advantage == 0);
        if (degenerate && options.DropDegenerateGroups)
            foreach (var rollout in rollouts) rollout.Dropped ??= DropReason.DegenerateGroup;
        return new(Unflatten(rounds, rollouts, rollout => rollout.Reward), Unflatten(rounds, rollouts, rollout => rollout.Advantage),
            Unflatten(rounds, rollouts, rollout => rollout.Dropped), degenerate);
    }

    /// <summary>DAPO's soft overlong punishment, in [-1, 0]: 0 up to L_max - L_buf tokens, then falling linearly to -1 at L_max.</summary>
    public static double OverlongPunishment(int tokenCount, int maximumTokens, int buffer) =>
        buffer <= 0 ? 0 : Math.Clamp(-(tokenCount - (maximumTokens - buffer)) / (double)buffer, -1, 0);

    private static void CreditGroup(AdvantageOptions options, Member[] members, Random chance)
    {
        if (options.DropSurplusNegatives) members = WithoutSurplus(members, chance);
        var mean = members.Average(member => member.Reward);
        var scale = Scale(options, members, mean);
        // A baseline of one's own reward says nothing: T3, a group of one has no advantage.
        foreach (var member in members)
            member.Advantage = members.Length == 1 ? 0 : (member.Reward - mean + options.BaselineShift) * scale;
    }

    private static double Scale(AdvantageOptions options, Member[] members, double mean) => options.Scale switch
    {
        AdvantageScale.PopulationDeviation => 1 / (Deviation(members, mean, members.Length) + options.StandardDeviationEpsilon),
        AdvantageScale.SampleDeviation => 1 / (Deviation(members, mean, members.Length - 1) + options.StandardDeviationEpsilon),
        AdvantageScale.MeanReward => mean > 0 ? 1 / mean : 0,
        AdvantageScale.LeaveOneOut => (double)members.Length / Math.Max(1, members.Length - 1),
        _ => 1,
    };

    private static double Deviation(Member[] members, double mean, int divisor) =>
        divisor < 1 ? 0 : Math.Sqrt(members.Sum(member => (member.Reward - mean) * (member.Reward - mean)) / divisor);

    // R8: exactly |N| - |P| of those below the mean go, uniformly at random; the mean is then taken anew.
    private static Member[] WithoutSurplus(Member[] members, Random chance)
    {
        var mean = members.Average(member => member.Reward);
        var negatives = members.Where(member => member.Reward < mean).ToArray();
        var surplus = 2 * negatives.Length - members.Length;
        if (surplus <= 0) return members;
        chance.Shuffle(negatives);
        foreach (var member in negatives.AsSpan(0, surplus)) member.Dropped = DropReason.RedDrop;
        return [.. members.Where(member => member.Dropped is null)];
    }

    private static int ScopeOf(AdvantageOptions options, Member member) => options.Baseline switch
    {
        BaselineScope.Round => member.Round,
        BaselineScope.HintLength => member.HintShown,
        _ => 0,
    };

    private static List<Member> Shaped(AdvantageOptions options, IReadOnlyList<RewardedRound> rounds, int maximumTokens)
    {
        var members = new List<Member>();
        for (var round = 0; round < rounds.Count; round++)
        {
            var (rewards, counts) = (rounds[round].Rewards, rounds[round].TokenCounts);
            if (options.OverlongBuffer > 0 && counts?.Length != rewards.Length)
                throw new ArgumentException($"Overlong shaping needs a token count for each of the {rewards.Length} rollouts of round {round}; it has {counts?.Length ?? 0}.", nameof(rounds));
            for (var index = 0; index < rewards.Length; index++)
            {
                var punishment = options.OverlongBuffer > 0 ? OverlongPunishment(counts![index], maximumTokens, options.OverlongBuffer) : 0;
                members.Add(new(round, rounds[round].HintShown, rewards[index] + punishment));
            }
        }

        return members;
    }

    private static T[][] Unflatten<T>(IReadOnlyList<RewardedRound> rounds, List<Member> members, Func<Member, T> of)
    {
        var (start, result) = (0, new T[rounds.Count][]);
        for (var round = 0; round < rounds.Count; start += rounds[round++].Rewards.Length)
            result[round] = [.. members.GetRange(start, rounds[round].Rewards.Length).Select(of)];
        return result;
    }

    private sealed class Member(int round, int hintShown, double reward)
    {
        public int Round => round;
        public int HintShown => hintShown;
        public double Reward => reward;
        public double Advantage { get; set; }
        public string? Dropped { get; set; } = double.IsNaN(reward) ? DropReason.VerifierError : null;
    }
}
