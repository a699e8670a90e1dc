using Rollouts.Core;
using Rollouts.Core.Experience;
using Rollouts.Core.Runs;
using Rollouts.Core.Training;
using Rollouts.Core.Weights;

namespace Rollouts.Grains;

/// <summary>What a run's grain decides about itself; pure.</summary>
internal static class RunStart
{
    /// <summary>Refuses to go on with something else than was begun.</summary>
    /// <exception cref="InvalidInputException">Specification or problems differ.</exception>
    public static void Require(RunId run, RunState state, string specification, int trainCount, int heldOutCount)
    {
        if (trainCount < 1) throw new InvalidInputException($"Run {run} has no training problem; it needs at least one.");
        if (state.Phase == RunPhase.Created) return;
        if (state.Specification != specification)
            throw new InvalidInputException($"Run {run} was begun with another specification; resume it with its own ({Path.Combine(state.Folder, "specification.json")}), or start a new run.");
        if ((state.TrainCount, state.HeldOutCount) != (trainCount, heldOutCount))
            throw new InvalidInputException($"Run {run} was begun with {state.TrainCount} training and {state.HeldOutCount} held-out problems; now there are {trainCount} and {heldOutCount}. Restore the data it was begun with.");
    }

    /// <summary>Refuses a trainer that another has replaced.</summary>
    /// <exception cref="StaleEpochException">The epoch isn't the run's.</exception>
    public static void RequireEpoch(int epoch, RunState state)
    {
        if (epoch != state.Epoch) throw new StaleEpochException($"A trainer of epoch {epoch} reports; the run belongs to epoch {state.Epoch}. Stop this trainer.");
    }

    /// <summary>Phase of a run that is under way.</summary>
    public static RunPhase PhaseOf(RunSpecification specification, RunState state, PolicyState policy) =>
        state.Step >= specification.Steps && policy.Find(specification.Steps) is not null ? RunPhase.Finishing
        : specification.WarmStart.Steps > 0 && policy.Find(0) is null && state.Step == 0 ? RunPhase.WarmStart
        : RunPhase.Training;

    /// <summary>The newest value of every metric.</summary>
    public static Dictionary<string, double> Newest(Dictionary<string, double> known, Dictionary<string, double> report)
    {
        var newest = new Dictionary<string, double>(known);
        foreach (var (name, value) in report) newest[name] = value;
        return newest;
    }

    /// <summary>The report of a version whose problems are all measured.</summary>
    public static EvaluationReport ReportOf(PolicyStamp stamp, EvaluationOutcome[] outcomes, RunSpecification specification) => EvaluationTally.Report(
        stamp, specification.Problems.Source,
        [.. outcomes.Where(outcome => outcome.Greedy is not null).Select(outcome => new ProblemTally(1, outcome.Greedy!.Value ? 1 : 0))],
        [.. outcomes.Select(outcome => new ProblemTally(outcome.SampleCount, outcome.CorrectCount, outcome.ErrorCount))], specification.Evaluation.PassAt);

    /// <summary>What a run waits for, in words.</summary>
    public static string Waiting(RunSpecification specification, RunState state, PolicyState policy, int visits, int evaluations, int filled)
    {
        if (state.Phase == RunPhase.WarmStart) return $"the trainer: supervised step {state.WarmStartStep + 1} of {specification.WarmStart.Steps}";
        if (evaluations > 0) return $"the engine: {evaluations} held-out problems are being measured";
        if (visits > 0) return $"the engine: {visits} visits are being made; batch {state.Step} has {filled} of {specification.Schedule.ProblemsPerStep}";
        if (policy.Manifests.Length == 0) return "the trainer: the first weights";
        return state.Phase == RunPhase.Finishing || filled < specification.Schedule.ProblemsPerStep
            ? "an engine: work is ready and no one has asked for it"
            : $"the trainer: step {state.Step + 1} of {specification.Steps}";
    }
}
