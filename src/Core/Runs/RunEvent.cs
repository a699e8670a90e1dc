namespace Rollouts.Core.Runs;

/// <summary>Something that happened in a run, in order.</summary>
/// <param name="Cursor">1, 2, 3, …; a reader that reconnects asks for what follows the last it saw.</param>
/// <param name="At">When.</param>
[GenerateSerializer, Immutable]
public abstract record RunEvent(long Cursor, DateTimeOffset At);

/// <summary>The run went on to another phase.</summary>
/// <param name="Cursor">See <see cref="RunEvent"/>.</param>
/// <param name="At">When.</param>
/// <param name="Phase">The phase it is in now.</param>
/// <param name="Reason">Why, where there is more to say than the phase does.</param>
[GenerateSerializer, Immutable, Alias("phase-changed")]
public sealed record PhaseChanged(long Cursor, DateTimeOffset At, RunPhase Phase, string? Reason) : RunEvent(Cursor, At);

/// <summary>A supervised step of the warm start ended.</summary>
/// <param name="Cursor">See <see cref="RunEvent"/>.</param>
/// <param name="At">When.</param>
/// <param name="Step">1-based.</param>
/// <param name="Metrics">Values by name.</param>
[GenerateSerializer, Immutable, Alias("warm-start-stepped")]
public sealed record WarmStartStepped(long Cursor, DateTimeOffset At, int Step, Dictionary<string, double> Metrics) : RunEvent(Cursor, At);

/// <summary>An optimizer step ended.</summary>
/// <param name="Cursor">See <see cref="RunEvent"/>.</param>
/// <param name="At">When.</param>
/// <param name="Step">1-based.</param>
/// <param name="Metrics">Values by name.</param>
[GenerateSerializer, Immutable, Alias("stepped")]
public sealed record Stepped(long Cursor, DateTimeOffset At, int Step, Dictionary<string, double> Metrics) : RunEvent(Cursor, At);

/// <summary>A policy version was measured.</summary>
/// <param name="Cursor">See <see cref="RunEvent"/>.</param>
/// <param name="At">When.</param>
/// <param name="Report">The measurement.</param>
[GenerateSerializer, Immutable, Alias("evaluated")]
public sealed record Evaluated(long Cursor, DateTimeOffset At, EvaluationReport Report) : RunEvent(Cursor, At);

/// <summary>A person should know this.</summary>
/// <param name="Cursor">See <see cref="RunEvent"/>.</param>
/// <param name="At">When.</param>
/// <param name="Text">One or two sentences in plain words.</param>
[GenerateSerializer, Immutable, Alias("alarmed")]
public sealed record Alarmed(long Cursor, DateTimeOffset At, string Text) : RunEvent(Cursor, At);
