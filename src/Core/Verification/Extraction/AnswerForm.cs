namespace Rollouts.Core.Verification.Extraction;

/// <summary>How a text marks its final answer.</summary>
internal enum AnswerForm
{
    /// <summary><c>#### 42</c></summary>
    Hashes,

    /// <summary><c>\boxed{42}</c></summary>
    Boxed,

    /// <summary><c>&lt;answer&gt;42&lt;/answer&gt;</c></summary>
    Tagged,

    /// <summary>The answer is 42.</summary>
    Spoken,

    /// <summary>The last formula between dollar signs or the like.</summary>
    LastFormula,

    /// <summary>The last number.</summary>
    LastNumber,
}
