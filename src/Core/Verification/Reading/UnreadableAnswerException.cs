namespace Rollouts.Core.Verification.Reading;

/// <summary>A text can't be read as mathematics; the message says why, for people. Never leaves <see cref="AnswerReader"/>.</summary>
internal sealed class UnreadableAnswerException(string message) : Exception(message);
