using Rollouts.Core.Experience;
using Rollouts.Core.Hints;

namespace Rollouts.Core.Runs;

/// <summary>What a specification amounts to, before anything has run.</summary>
/// <param name="ProblemsPerStep">P.</param>
/// <param name="Rounds">m.</param>
/// <param name="RolloutsPerRound">n.</param>
/// <param name="Steps">Batches.</param>
/// <param name="OptimizerSteps">Gradient steps: batches times passes.</param>
/// <param name="TrainProblems">Problems to learn from.</param>
/// <param name="MeanStaleness">Mean age, in versions, of a batch when it is trained on; null where the schedule does not fix it.</param>
/// <param name="MaximumStaleness">Greatest such age.</param>
public sealed record BatchArithmetic(
    int ProblemsPerStep, int Rounds, int RolloutsPerRound, int Steps, int OptimizerSteps, int TrainProblems, double? MeanStaleness,
    int MaximumStaleness)
{
    /// <summary>Rollouts of one step, P·m·n.</summary>
    public long RolloutsPerStep => (long)ProblemsPerStep * Rounds * RolloutsPerRound;

    /// <summary>Rollouts of the run.</summary>
    public long Rollouts => RolloutsPerStep * Steps;

    /// <summary>Visits to the mean problem.</summary>
    public double Epochs => TrainProblems == 0 ? 0 : (double)ProblemsPerStep * Steps / TrainProblems;

    /// <summary>m·n, rollouts of one visit to a problem.</summary>
    public static int RolloutsPerVisit(HintOptions hint) => hint.Rounds * hint.RolloutsPerRound;

    /// <summary>The arithmetic of a specification.</summary>
    /// <param name="trainProblems">Problems to learn from, as counted in the data.</param>
    public static BatchArithmetic Of(RunSpecification specification, int trainProblems)
    {
        var (mean, maximum) = Staleness(specification.Schedule, specification.Steps);
        return new(specification.Schedule.ProblemsPerStep, specification.Hint.Rounds, specification.Hint.RolloutsPerRound, specification.Steps,
            specification.Steps * specification.Optimizer.PassesPerBatch, trainProblems, mean, maximum);
    }

    // Interval: batch t is drawn by version 0 while t < o, else s·⌊(t - o)/s⌋, and trained on at version t.
    private static (double? Mean, int Maximum) Staleness(ScheduleOptions schedule, int steps)
    {
        if (schedule.Mode == ScheduleMode.Async) return (null, schedule.MaximumAge);
        if (steps == 0) return (0, 0);
        var ages = Enumerable.Range(0, steps).Select(batch => batch - Version(schedule, batch)).ToArray();
        return (ages.Average(), ages.Max());
    }

    private static int Version(ScheduleOptions schedule, int batch) =>
        schedule.Mode == ScheduleMode.Offline || batch < schedule.Offset
            ? 0
            : schedule.Interval * ((batch - schedule.Offset) / schedule.Interval);
}
