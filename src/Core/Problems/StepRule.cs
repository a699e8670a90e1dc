namespace Rollouts.Core.Problems;

/// <summary>How a worked solution that is one text is cut into steps; never inside mathematics.</summary>
public enum StepRule
{
    /// <summary>As suits the source: lines for <c>gsm8k</c>, sentences for <c>math</c>, else <see cref="Found"/>.</summary>
    Source,

    /// <summary>What the text itself shows: numbered steps where there are two or more, else lines where there are two or more, else sentences.</summary>
    Found,

    /// <summary>At line breaks.</summary>
    Lines,

    /// <summary>Before each "Step 2:", "2." or "2)" that begins a line, counting up from 1.</summary>
    Numbered,

    /// <summary>At the ends of sentences and lines.</summary>
    Sentences,
}
