using Rollouts.Core.Problems;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Tokenization;
using Rollouts.Core.Training;

namespace Rollouts.Silo;

/// <summary>Runs a whole training loop over a feed and returns when the last step is done or the feed says that the run was
/// stopped. Called on a thread of its own, which it may block.</summary>
public delegate void TrainPolicy(RunContext run, ITrainingFeed feed, CancellationToken cancellationToken);

/// <summary>What a host is made of. The defaults are the real parts; tests hand in scripted ones.</summary>
public sealed record RunHostOptions
{
    /// <summary>Makes the engine that draws rollouts; null = the CPU engine. The host disposes of it.</summary>
    public Func<RunContext, IRolloutEngine>? Engine { get; init; }

    /// <summary>The training loop; null = the policy trainer.</summary>
    public TrainPolicy? Training { get; init; }

    /// <summary>Problems to use; null = those that the specification names.</summary>
    public ProblemSet? Problems { get; init; }

    /// <summary>Tokenizer to use; null = the one that the specification names.</summary>
    public ITokenizer? Tokenizer { get; init; }

    /// <summary>Which of the run's parts work in this process.</summary>
    public Capabilities Capabilities { get; init; } = Capabilities.All;

    /// <summary>Greatest time that one judgement may take; then it counts as a verifier error.</summary>
    public TimeSpan VerifierDeadline { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
