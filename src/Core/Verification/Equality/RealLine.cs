using Rollouts.Core.Verification.Values;

namespace Rollouts.Core.Verification.Equality;

/// <summary>Numbers in order, each once, with the gaps between them.</summary>
internal sealed class RealLine
{
    private const int MostMarks = 60;

    private readonly List<(Expression Mark, double Value)> _marks = [];
    private readonly Dictionary<Expression, int> _places = new(ReferenceEqualityComparer.Instance);

    private RealLine()
    {
    }

    /// <summary>The place behind all marks.</summary>
    public int LastPlace => 2 * _marks.Count;

    /// <summary>Puts marks in order; null where one is no real number, or where there are very many.</summary>
    public static RealLine? Of(IReadOnlyList<Expression> marks)
    {
        if (marks.Count > MostMarks) return null;
        var (line, sameAs) = (new RealLine(), new List<(Expression Mark, Expression First)>());
        foreach (var mark in marks)
        {
            if (ExpressionEquality.SignOfInfinity(mark) is not null) continue;
            if (NumericEquality.ValueOf(mark) is not { } value) return null;
            var known = line._marks.FindIndex(other => IsSame(other, mark, value));
            if (known < 0) line._marks.Add((mark, value));
            sameAs.Add((mark, known < 0 ? mark : line._marks[known].Mark));
        }

        line._marks.Sort((left, right) => left.Value.CompareTo(right.Value));
        foreach (var (mark, first) in sameAs) line._places[mark] = 2 * line._marks.FindIndex(other => ReferenceEquals(other.Mark, first)) + 1;
        return line;
    }

    /// <summary>The place of a mark: 2k + 1, or one outside for infinities.</summary>
    public int PlaceOf(Expression mark) =>
        ExpressionEquality.SignOfInfinity(mark) is { } sign ? sign < 0 ? -1 : LastPlace + 1 : _places[mark];

    /// <summary>A place in words.</summary>
    public string Describe(int place)
    {
        if (place % 2 == 1) return _marks[place / 2].Mark.ToString();
        if (_marks.Count == 0) return "every number";
        if (place == 0) return $"what is below {_marks[0].Mark}";
        return place == LastPlace ? $"what is above {_marks[^1].Mark}" : $"what is between {_marks[place / 2 - 1].Mark} and {_marks[place / 2].Mark}";
    }

    private static bool IsSame((Expression Mark, double Value) other, Expression mark, double value) =>
        Math.Abs(other.Value - value) <= 1e-9 * Math.Max(1, Math.Abs(value)) && ExpressionEquality.Compare(other.Mark, mark).AreEqual;
}
