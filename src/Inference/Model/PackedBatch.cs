namespace Rollouts.Inference.Model;

/// <summary>Rows of tokens side by side, as the decoder reads them. Each row is a tree of segments: a token sees those before it
/// on the way to the root, and its position counts them. Rows are padded at the end to a common width; padding is never seen.</summary>
public sealed class PackedBatch
{
    private readonly IReadOnlyList<TokenSegment>[] rows;
    private readonly int[][] starts;

    private PackedBatch(IReadOnlyList<TokenSegment>[] rows)
    {
        this.rows = rows;
        starts = [.. rows.Select(Starts)];
        RowCount = rows.Length;
        Width = rows.Max(row => row.Sum(segment => segment.TokenIds.Length));
        TokenIds = new long[RowCount * Width];
        Positions = new long[RowCount * Width];
        for (int row = 0; row < RowCount; row++) Fill(row);
        if (rows.Any(Branches)) Mask = BuildMask();
    }

    /// <summary>B.</summary>
    public int RowCount { get; }

    /// <summary>T, tokens of the longest row.</summary>
    public int Width { get; }

    /// <summary>Ids; 0 in the padding. Shape [B, T], row-major.</summary>
    public long[] TokenIds { get; }

    /// <summary>Positions, 0 at the root; 0 in the padding. Shape [B, T], row-major.</summary>
    public long[] Positions { get; }

    /// <summary>0 where a token sees another, else -∞; null where every row is a plain chain. Shape [B, T (sees), T (is seen)].</summary>
    public float[]? Mask { get; }

    /// <summary>Packs plain rows.</summary>
    /// <param name="rows">At least one, each with at least one token.</param>
    public static PackedBatch OfRows(IEnumerable<int[]> rows) => OfTrees([.. rows.Select(row => new[] { new TokenSegment(row) })]);

    /// <summary>Packs branching rows.</summary>
    /// <param name="rows">At least one; parents stand before their children.</param>
    /// <exception cref="ArgumentException">A row or segment is empty, or a parent does not stand before its child.</exception>
    public static PackedBatch OfTrees(IReadOnlyList<IReadOnlyList<TokenSegment>> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count == 0) throw new ArgumentException("A batch needs at least one row.", nameof(rows));
        foreach (var row in rows) Check(row);
        return new([.. rows]);
    }

    /// <summary>Flat place, in [0, B·T), of a segment's first token; the others follow it.</summary>
    public int PlaceOf(int row, int segment) => row * Width + starts[row][segment];

    /// <summary>Flat places of the tokens that each token of a segment follows: where its probability is read. One that begins a
    /// row follows nothing, so its first token is left out. Shape [T] or [T - 1].</summary>
    public IEnumerable<int> PlacesBefore(int row, int segment)
    {
        int first = PlaceOf(row, segment), parent = rows[row][segment].Parent;
        if (parent >= 0) yield return PlaceOf(row, parent) + rows[row][parent].TokenIds.Length - 1;
        for (int token = 1; token < rows[row][segment].TokenIds.Length; token++) yield return first + token - 1;
    }

    private static void Check(IReadOnlyList<TokenSegment> row)
    {
        if (row.Count == 0) throw new ArgumentException("A row needs at least one segment.", nameof(row));
        for (int index = 0; index < row.Count; index++)
        {
            if (row[index].TokenIds.Length == 0) throw new ArgumentException($"Segment {index} has no tokens.", nameof(row));
            if (row[index].Parent >= index || row[index].Parent < -1)
                throw new ArgumentException($"Segment {index} continues segment {row[index].Parent}, which does not stand before it.", nameof(row));
        }
    }

    private static int[] Starts(IReadOnlyList<TokenSegment> row)
    {
        var starts = new int[row.Count];
        for (int index = 1; index < row.Count; index++) starts[index] = starts[index - 1] + row[index - 1].TokenIds.Length;
        return starts;
    }

    // A row whose every segment continues the one before it is a chain, whatever its cuts.
    private static bool Branches(IReadOnlyList<TokenSegment> row) => row.Where((segment, index) => segment.Parent != index - 1).Any();

    private void Fill(int row)
    {
        var position = new int[rows[row].Count];
        for (int segment = 0; segment < position.Length; segment++)
        {
            var (ids, parent) = rows[row][segment];
            position[segment] = parent < 0 ? 0 : position[parent] + rows[row][parent].TokenIds.Length;
            for (int token = 0, place = PlaceOf(row, segment); token < ids.Length; token++, place++)
                (TokenIds[place], Positions[place]) = (ids[token], position[segment] + token);
        }
    }

    private float[] BuildMask()
    {
        var mask = new float[RowCount * Width * Width];
        Array.Fill(mask, float.NegativeInfinity);
        for (int row = 0; row < RowCount; row++)
        {
            Span<float> square = mask.AsSpan(row * Width * Width, Width * Width);
            for (int place = 0; place < Width; place++) square[place * Width + place] = 0;
            for (int segment = 0; segment < rows[row].Count; segment++) Unmask(square, row, segment);
        }

        return mask;
    }

    private void Unmask(Span<float> square, int row, int segment)
    {
        int start = starts[row][segment], length = rows[row][segment].TokenIds.Length;
        for (int token = 0; token < length; token++)
        {
            Span<float> sees = square.Slice((start + token) * Width, Width);
            sees.Slice(start, token + 1).Clear();
            for (int above = rows[row][segment].Parent; above >= 0; above = rows[row][above].Parent)
                sees.Slice(starts[row][above], rows[row][above].TokenIds.Length).Clear();
        }
    }
}
