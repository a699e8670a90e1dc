using Rollouts.Core.ItemResponse;

namespace Rollouts.Core.Hints;

/// <summary>The points of a fit: the observed rates, each once with its mean accuracy and the number of rounds as weight (A17; rounds of
/// the visit before count less, see <see cref="HintOptions.Memory"/>), and the margins (0, 0) and (1, 1) where those rates were not tried (arXiv 2509.06923 App. B).</summary>
internal sealed class MarginPoints
{
    private readonly ItemResponsePoint[] _points;
    private int _count;

    private MarginPoints(int capacity) => _points = new ItemResponsePoint[capacity];

    /// <summary>Distinct rates that this visit observed; margins and the visit before are not among them.</summary>
    public int ObservedCount { get; private set; }

    /// <summary>The points.</summary>
    public ReadOnlySpan<ItemResponsePoint> Span => _points.AsSpan(0, _count);

    /// <summary>Collects the points of a visit's rounds; a round without a judged rollout is left out.</summary>
    /// <param name="earlier">Rounds of the visit before that are remembered.</param>
    public static MarginPoints Of(HintOptions options, IReadOnlyList<HintedRound> rounds, IReadOnlyList<HintedRound>? earlier = null)
    {
        var points = new MarginPoints(rounds.Count + (earlier?.Count ?? 0) + 2);
        foreach (var round in rounds) points.Observe(options, round);
        points.ObservedCount = points._count;
        foreach (var round in earlier ?? []) points.Observe(options, round);
        if (options.MarginPoints)
        {
            points.AddUnlessTried(0, 0);
            points.AddUnlessTried(1, 1);
        }

        return points;
    }

    private void Observe(HintOptions options, HintedRound round)
    {
        if (double.IsNaN(round.Accuracy)) return;
        var rate = HintSchedule.StoredRateOf(options, round.Hint);
        var place = IndexOf(rate);
        if (place < 0)
        {
            _points[_count++] = new(rate, round.Accuracy, round.Weight);
            return;
        }

        var (_, mean, weight) = _points[place];
        var total = weight + round.Weight;
        _points[place] = new(rate, mean + (round.Accuracy - mean) * round.Weight / total, total);
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
