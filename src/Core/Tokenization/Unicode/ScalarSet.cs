namespace Rollouts.Core.Tokenization.Unicode;

/// <summary>A set of Unicode scalar values, as sorted ranges that neither touch nor overlap.</summary>
internal sealed class ScalarSet
{
    /// <summary>The greatest scalar value.</summary>
    public const int Last = 0x10FFFF;

    private readonly (int First, int Last)[] _ranges;

    private ScalarSet((int First, int Last)[] ranges) => _ranges = ranges;

    /// <summary>No scalar.</summary>
    public static ScalarSet Empty { get; } = new([]);

    /// <summary>Every scalar.</summary>
    public static ScalarSet All { get; } = new([(0, Last)]);

    /// <summary>Its ranges, both ends included.</summary>
    public IReadOnlyList<(int First, int Last)> Ranges => _ranges;

    /// <summary>The set of these ranges, which may come in any order and overlap.</summary>
    public static ScalarSet Of(params IEnumerable<(int First, int Last)> ranges)
    {
        var joined = new List<(int First, int Last)>();
        foreach (var range in ranges.Order())
        {
            if (joined.Count > 0 && range.First <= joined[^1].Last + 1) joined[^1] = (joined[^1].First, Math.Max(joined[^1].Last, range.Last));
            else joined.Add(range);
        }

        return new([.. joined]);
    }

    /// <summary>The set of one scalar.</summary>
    public static ScalarSet Of(int scalar) => new([(scalar, scalar)]);

    /// <summary>Scalars of either set.</summary>
    public ScalarSet Union(ScalarSet other) => Of(_ranges.Concat(other._ranges));

    /// <summary>Scalars of both sets.</summary>
    public ScalarSet Intersect(ScalarSet other) => Complement().Union(other.Complement()).Complement();

    /// <summary>Scalars that the set lacks.</summary>
    public ScalarSet Complement()
    {
        var (gaps, next) = (new List<(int, int)>(), 0);
        foreach (var (first, last) in _ranges)
        {
            if (first > next) gaps.Add((next, first - 1));
            next = last + 1;
        }

        if (next <= Last) gaps.Add((next, Last));
        return new([.. gaps]);
    }

    /// <summary>Whether the set has a scalar.</summary>
    public bool Contains(int scalar)
    {
        var (low, high) = (0, _ranges.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (scalar < _ranges[middle].First) high = middle - 1;
            else if (scalar > _ranges[middle].Last) low = middle + 1;
            else return true;
        }

        return false;
    }
}
