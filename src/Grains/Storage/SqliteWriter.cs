using System.Threading.Channels;

namespace Rollouts.Grains.Storage;

/// <summary>The one thread that writes the state file. Writes that arrive while a transaction commits share the next one.</summary>
internal sealed class SqliteWriter : IDisposable
{
    private const int MaximumWritesPerTransaction = 512;

    private readonly Channel<Pending> _queue = Channel.CreateBounded<Pending>(new BoundedChannelOptions(4096) { SingleReader = true });
    private readonly SqliteStateFile _file;
    private readonly Thread _thread;

    public SqliteWriter(SqliteStateFile file)
    {
        _file = file;
        _thread = new(Run) { IsBackground = true, Name = "state writer" };
        _thread.Start();
    }

    /// <summary>Ends when the write is durable: true if the row was as expected.</summary>
    public async Task<bool> WriteAsync(StateWrite write)
    {
        var pending = new Pending(write, new(TaskCreationOptions.RunContinuationsAsynchronously));
        await _queue.Writer.WriteAsync(pending);
        return await pending.Done.Task;
    }

    /// <summary>Writes what was accepted, then ends the thread.</summary>
    public void Dispose()
    {
        _queue.Writer.TryComplete();
        _thread.Join();
        _file.Dispose();
    }

    private void Run()
    {
        var batch = new List<Pending>(MaximumWritesPerTransaction);
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (batch.Count < MaximumWritesPerTransaction && _queue.Reader.TryRead(out var pending)) batch.Add(pending);
            Commit(batch);
            batch.Clear();
        }
    }

    private void Commit(List<Pending> batch)
    {
        try
        {
            var applied = _file.Apply(batch.ConvertAll(pending => pending.Write));
            for (var i = 0; i < applied.Length; i++) batch[i].Done.SetResult(applied[i]);
        }
        catch (Exception error)
        {
            // The transaction is rolled back, so every one of its writers must hear of it.
            foreach (var pending in batch) pending.Done.TrySetException(error);
        }
    }

    private sealed record Pending(StateWrite Write, TaskCompletionSource<bool> Done);
}
