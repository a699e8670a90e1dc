namespace Rollouts.Inference.Tests.Remote;

/// <summary>A clock whose timers go off ten times too early, so that nobody has to sit through pauses.</summary>
internal sealed class HastyTime : TimeProvider
{
    public const int Haste = 10;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime < TimeSpan.Zero ? dueTime : dueTime / Haste, period);
}
