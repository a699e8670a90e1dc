using Rollouts.Core.Tokenization.Unicode;

namespace Rollouts.Core.Tokenization.Patterns;

/// <summary>A part of an expression: syntax that stays as it is, or one scalar of a set.</summary>
/// <param name="Syntax">Of .NET's expressions; empty for a set.</param>
/// <param name="Set">The scalars that match; null for syntax.</param>
internal readonly record struct PatternPart(string Syntax, ScalarSet? Set = null);
