namespace Rollouts.Core.Verification.Extraction;

/// <summary>A final answer and how it was found.</summary>
/// <param name="Text">Trimmed; empty where the mark holds nothing or is never closed.</param>
/// <param name="IsClosed">Whether it is certainly whole even if the length limit cut the text off.</param>
internal sealed record FoundAnswer(string Text, AnswerForm Form, bool IsClosed)
{
    /// <summary>Where it was found, in words.</summary>
    public string Place => Form switch
    {
        AnswerForm.Hashes => "behind the last ####",
        AnswerForm.Boxed => @"in the last \boxed{…}",
        AnswerForm.Tagged => "in the last <answer>…</answer>",
        AnswerForm.Spoken => "behind \"the answer is\"",
        AnswerForm.LastFormula => "as the last formula",
        _ => "as the last number",
    };
}
