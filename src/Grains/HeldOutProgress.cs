using Rollouts.Core.Runs;
using Rollouts.Core.Weights;

namespace Rollouts.Grains;

/// <summary>Which held-out problems have been measured for which version; rebuilt from the evaluation grains.</summary>
internal sealed class HeldOutProgress(int problemCount)
{
    private readonly Dictionary<int, HashSet<int>> _measured = [];

    /// <summary>Takes over what is durable for a version, if it is about these weights.</summary>
    public void Restore(PolicyStamp stamp, EvaluationState state) =>
        _measured[stamp.Version] = state.Stamp == stamp ? [.. state.Outcomes.Select(outcome => outcome.Problem)] : [];

    /// <summary>Notes a measured problem; true if it was the version's last.</summary>
    public bool Measured(int version, int problem)
    {
        if (!_measured.TryGetValue(version, out var done)) _measured[version] = done = [];
        return done.Add(problem) && done.Count == problemCount;
    }

    /// <summary>Whether all problems of a version are measured.</summary>
    public bool IsComplete(int version) => problemCount == 0 || (_measured.TryGetValue(version, out var done) && done.Count >= problemCount);

    /// <summary>Problems that are not measured yet.</summary>
    public IEnumerable<int> Missing(int version) =>
        Enumerable.Range(0, problemCount).Where(problem => !_measured.TryGetValue(version, out var done) || !done.Contains(problem));
}
