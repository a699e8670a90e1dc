using Rollouts.Core.ItemResponse;

namespace Rollouts.Core.Hints;

/// <summary>The points of a fit: the observed rates, each once with its mean accuracy and the number of rounds as weight (A17), and
/// the margins (0, 0) and (1, 1) where those rates were not tried (arXiv 2509.06923 App. B).</summary>
internal sealed class MarginPoints
{
    private readonly ItemResponsePoint[] _points;
    private int _count;

    private MarginPoints(int capacity) => _points = new ItemResponsePoint[capacity];

    /// <summary>Distinct rates that were observed; margins are not among them.</summary>
    public int ObservedCount { get; private set; }

    /// <summary>The points.</summary>
    public ReadOnlySpan<ItemResponsePoint> Span => _points.AsSpan(0, _count);

    /// <summary>Collects the points of a visit's rounds; a round without a judged rollout is left out.</summary>
    public static MarginPoints Of(HintOptions options, IReadOnlyList<HintedRound> rounds)
    {
        var points = new MarginPoints(rounds.Count + 2);
        foreach (var round in rounds)
            if (!double.IsNaN(round.Accuracy)) points.Observe(HintSchedule.StoredRateOf(options, round.Hint), round.Accuracy);
        points.ObservedCount = points._count;
        if (options.MarginPoints)
        {
            points.AddUnlessTried(0, 0);
            points.AddUnlessTried(1, 1);
        }

        return points;
    }

    private void Observe(double rate, double accuracy)
    {
        var place = IndexOf(rate);
        if (place < 0)
        {
            _points[_count++] = new(rate, accuracy);
            return;
        }

        var (_, mean, weight) = _points[place];
        _points[place] = new(rate, mean + (accuracy - mean) / (weight + 1), weight + 1);
    }

    private void AddUnlessTried(double rate, double accuracy)
    {
        if (IndexOf(rate) < 0) _points[_count++] = new(rate, accuracy);
    }

    private int IndexOf(double rate)
    {
        for (var index = 0; index < _count; index++)
            if (_points[index].Rate == rate) return index;
        return -1;
    }
}
