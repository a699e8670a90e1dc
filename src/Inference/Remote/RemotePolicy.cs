using System.Collections.Immutable;

namespace Rollouts.Inference.Remote;

/// <summary>What is known of the policy that a server draws from.</summary>
/// <param name="VocabularySize">V, token ids.</param>
/// <param name="ContextLength">Longest prefix and completion together, in tokens.</param>
/// <param name="ForbiddenIds">Ids that are never drawn, such as padding.</param>
public sealed record RemotePolicy(int VocabularySize, int ContextLength, ImmutableArray<int> ForbiddenIds);
