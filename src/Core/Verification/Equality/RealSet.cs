using Rollouts.Core.Verification.Values;

namespace Rollouts.Core.Verification.Equality;

/// <summary>A set of real numbers made of intervals and points; ends are exact.</summary>
internal abstract record RealSet
{
    /// <summary>The ends and points in it.</summary>
    public abstract IEnumerable<Expression> Marks { get; }

    /// <summary>Whether a place of the line belongs to it.</summary>
    /// <param name="place">2k + 1 for the mark of number k in order, even numbers for the gaps between marks.</param>
    /// <param name="placeOf">The place of a mark; those of the infinities are the outermost.</param>
    public abstract bool Contains(int place, Func<Expression, int> placeOf);

    /// <summary>Compares two sets: they are equal if every mark and every gap belongs to both or to neither. Null where ends have no order.</summary>
    public static Comparison? Compare(RealSet left, RealSet right)
    {
        if (RealLine.Of([.. left.Marks, .. right.Marks]) is not { } line) return null;
        for (var place = 0; place <= line.LastPlace; place++)
        {
            if (left.Contains(place, line.PlaceOf) != right.Contains(place, line.PlaceOf))
                return Comparison.Different($"{line.Describe(place)} belongs to only one of the sets");
        }

        return Comparison.Same("the same numbers belong to both sets");
    }

    /// <summary>Whether nothing belongs to it; null where ends have no order.</summary>
    public bool? IsEmpty() =>
        RealLine.Of([.. Marks]) is { } line ? !Enumerable.Range(0, line.LastPlace + 1).Any(place => Contains(place, line.PlaceOf)) : null;
}

/// <summary>All numbers between two ends; an end can be infinite.</summary>
internal sealed record Interval(Expression Low, bool HasLow, Expression High, bool HasHigh) : RealSet
{
    public override IEnumerable<Expression> Marks => [Low, High];

    public override bool Contains(int place, Func<Expression, int> placeOf)
    {
        var (low, high) = (placeOf(Low), placeOf(High));
        return (place > low || HasLow && place == low) && (place < high || HasHigh && place == high);
    }
}

/// <summary>Single numbers.</summary>
internal sealed record Points(IReadOnlyList<Expression> Members) : RealSet
{
    public override IEnumerable<Expression> Marks => Members;

    public override bool Contains(int place, Func<Expression, int> placeOf) => Members.Any(member => placeOf(member) == place);
}

/// <summary>Two sets joined by ∪, ∩ or ∖.</summary>
internal sealed record Joined(char Sign, RealSet Left, RealSet Right) : RealSet
{
    public override IEnumerable<Expression> Marks => Left.Marks.Concat(Right.Marks);

    public override bool Contains(int place, Func<Expression, int> placeOf) => Sign switch
    {
        '∪' => Left.Contains(place, placeOf) || Right.Contains(place, placeOf),
        '∩' => Left.Contains(place, placeOf) && Right.Contains(place, placeOf),
        _ => Left.Contains(place, placeOf) && !Right.Contains(place, placeOf),
    };
}
