using Rollouts.Core.Runs;

namespace Rollouts.Grains;

/// <summary>Remembers what the rules of <see cref="Alarms"/> look back on, and which alarms were raised.</summary>
internal sealed class AlarmWatch
{
    private const int Remembered = 256, First = 32, Forgotten = 96;

    private readonly List<IReadOnlyDictionary<string, double>> _steps = [];
    private readonly HashSet<string> _raised = [];

    /// <summary>Texts of the alarms that a step raises for the first time.</summary>
    public string[] After(IReadOnlyDictionary<string, double> metrics, EvaluationReport[] evaluations, RunSpecification specification)
    {
        _steps.Add(metrics);
        var unhinted = evaluations.Select(report => report.Sampled.Value).ToArray();
        string[] texts = [.. Alarms.Of(_steps, unhinted, specification).Where(alarm => _raised.Add(alarm.Name)).Select(alarm => alarm.Text)];
        // The rules compare the newest steps with the first ones: those in between may go.
        if (_steps.Count > Remembered) _steps.RemoveRange(First, Forgotten);
        return texts;
    }
}
