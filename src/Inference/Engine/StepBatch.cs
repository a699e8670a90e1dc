using Rollouts.Inference.Engine.Cache;

namespace Rollouts.Inference.Engine;

/// <summary>One token to compute: where it stands and where its keys and values belong.</summary>
internal readonly record struct StepRow(int Token, int Position, BlockTable Blocks);

/// <summary>A row whose logits are wanted: to draw a sequence's next token, or to keep as the end of a prefix.</summary>
internal readonly record struct StepOutput(int Row, Sequence? Sequence, Prefix? Prefix);

/// <summary>The rows of one step: prefix tokens to compute and one token of each running sequence, in any mixture.</summary>
internal sealed class StepBatch
{
    public List<StepRow> Rows { get; } = [];

    /// <summary>In ascending order of rows.</summary>
    public List<StepOutput> Outputs { get; } = [];

    /// <summary>Whether some row sees another row of this step, whose keys must then be written first.</summary>
    public bool HasPrefix { get; private set; }

    public void Clear()
    {
        Rows.Clear();
        Outputs.Clear();
        HasPrefix = false;
    }

    public void Add(Sequence sequence)
    {
        Outputs.Add(new StepOutput(Rows.Count, sequence, null));
        Rows.Add(new StepRow(sequence.LastToken, sequence.LastPosition, sequence.Blocks));
    }

    /// <summary>Adds the next tokens of a prefix, at most <paramref name="budget"/>, and returns how many.</summary>
    public int Add(Prefix prefix, int budget)
    {
        HasPrefix = true;
        var end = Math.Min(prefix.Tokens.Length, prefix.ComputedCount + budget);
        for (var position = prefix.ComputedCount; position < end; position++)
            Rows.Add(new StepRow(prefix.Tokens[position], position, prefix.Blocks));
        if (end == prefix.Tokens.Length) Outputs.Add(new StepOutput(Rows.Count - 1, null, prefix));
        var count = end - prefix.ComputedCount;
        prefix.ComputedCount = end;
        return count;
    }
}
