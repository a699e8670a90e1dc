namespace Rollouts.Core.Runs;

/// <summary>Something a person should know about a run.</summary>
/// <param name="Name">Short name, the same every time, so that an alarm is raised once.</param>
/// <param name="Text">Why the run cannot learn and what to do, in plain words.</param>
public sealed record Alarm(string Name, string Text);
