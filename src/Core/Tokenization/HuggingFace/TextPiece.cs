namespace Rollouts.Core.Tokenization.HuggingFace;

/// <summary>A stretch of text between cuts.</summary>
/// <param name="Text">The text that it is a part of.</param>
/// <param name="Start">Where it starts, in UTF-16 code units.</param>
/// <param name="Length">Its length.</param>
/// <param name="IsFirst">Whether the input begins with it.</param>
internal readonly record struct TextPiece(string Text, int Start, int Length, bool IsFirst)
{
    /// <summary>A whole text.</summary>
    public TextPiece(string text, bool isFirst) : this(text, 0, text.Length, isFirst) { }

    /// <summary>Its characters.</summary>
    public ReadOnlySpan<char> Span => Text.AsSpan(Start, Length);

    /// <summary>A part of it.</summary>
    public TextPiece Part(int start, int length) => new(Text, Start + start, length, IsFirst && start == 0);
}
