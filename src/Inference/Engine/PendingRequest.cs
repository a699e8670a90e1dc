using Rollouts.Core.Rollouts;

namespace Rollouts.Inference.Engine;

/// <summary>A request on its way through the engine. Only <see cref="IsCancelled"/> is touched by other threads.</summary>
internal sealed class PendingRequest(GenerationRequest request, CancellationToken cancellationToken)
{
    private readonly Rollout[] _rollouts = new Rollout[request.Ids.Length];
    private readonly TaskCompletionSource<Rollout[]> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _doneCount;

    public GenerationRequest Request => request;

    public Task<Rollout[]> Completion => _completion.Task;

    public bool IsCancelled => cancellationToken.IsCancellationRequested;

    /// <summary>Null until a slot is near.</summary>
    public Prefix? Prefix { get; set; }

    /// <summary>Rollouts that have been given a slot.</summary>
    public int StartedCount { get; set; }

    public int WaitingCount => request.Ids.Length - StartedCount;

    public bool IsDone => _doneCount == _rollouts.Length;

    /// <summary>Cache blocks kept free for it.</summary>
    public int ReservedBlockCount { get; set; }

    public void Finish(Sequence sequence)
    {
        _rollouts[sequence.Index] = sequence.ToRollout();
        _doneCount++;
    }

    public void Complete() => _completion.TrySetResult(_rollouts);

    public void Cancel() => _completion.TrySetCanceled(cancellationToken);

    public void Fail(Exception exception) => _completion.TrySetException(exception);
}
