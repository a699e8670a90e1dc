namespace Rollouts.Inference.Engine.Threading;

/// <summary>One thread's part of a step.</summary>
/// <remarks>
/// Two ways to divide. By rows: each thread takes some rows through the whole decoder and meets nobody; every thread reads all the
/// weights. Together: all rows are everybody's, each thread computes its own outputs of every matrix and its own attention heads, and
/// the threads meet after each; weights are read once and stay in the core that uses them. A prefix needs the second way, because its rows
/// look at one another.
/// </remarks>
/// <param name="index">Number of the thread.</param>
/// <param name="count">Threads.</param>
/// <param name="rowCount">Rows of the step.</param>
/// <param name="together">Which way.</param>
/// <param name="barrier">Where to meet; null = nobody to meet.</param>
internal readonly struct Share(int index, int count, int rowCount, bool together, StepBarrier? barrier)
{
    // Rows are dealt in the matrix kernels' largest tiles.
    private const int RowTile = 8;

    public int Index => index;

    /// <summary>The rows whose matrix products are computed here.</summary>
    public int FirstRow => together ? 0 : OwnRows.First;

    public int EndRow => together ? rowCount : OwnRows.End;

    /// <summary>The rows that are this thread's alone.</summary>
    public (int First, int End) OwnRows
    {
        get
        {
            var (first, end) = Part((rowCount + RowTile - 1) / RowTile);
            return (Math.Min(rowCount, first * RowTile), Math.Min(rowCount, end * RowTile));
        }
    }

    public static Share Alone(StepBatch batch) => new(0, 1, batch.Rows.Count, false, null);

    /// <summary>The panels of a matrix that are computed here.</summary>
    public (int First, int End) Panels(int panelCount) => together ? Part(panelCount) : (0, panelCount);

    /// <summary>The pairs of key-value head and row, head by head, whose attention is computed here.</summary>
    public (int First, int End) Heads(int headCount)
    {
        var pairCount = headCount * (EndRow - FirstRow);
        return together ? Part(pairCount) : (0, pairCount);
    }

    /// <summary>The outputs whose logits are computed here. Without a prefix each row has one output.</summary>
    public (int First, int End) Outputs(StepBatch batch) => together || count == 1 ? (0, batch.Outputs.Count) : OwnRows;

    /// <summary>The outputs whose tokens are drawn here.</summary>
    public (int First, int End) Draws(StepBatch batch) => together ? Part(batch.Outputs.Count) : Outputs(batch);

    /// <summary>Waits for the others where the work is done together.</summary>
    public void Meet()
    {
        if (together) barrier?.Wait();
    }

    private (int First, int End) Part(int total) => ((int)((long)total * index / count), (int)((long)total * (index + 1) / count));
}
