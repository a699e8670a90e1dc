using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Rollouts.Silo.Logging;

/// <summary>Appends log lines to one file from a bounded queue. A full queue never makes the run wait: lines are dropped, counted,
/// and the count is written. Disposal writes what is queued.</summary>
internal sealed class FileLog : ILoggerProvider, IAsyncDisposable
{
    private const int QueueLength = 4096;
    private readonly Channel<string> _lines = Channel.CreateBounded<string>(new BoundedChannelOptions(QueueLength) { SingleReader = true });
    private readonly ConcurrentDictionary<string, ILogger> _loggers = new();
    private readonly StreamWriter _writer;
    private readonly TimeProvider _time;
    private readonly Task _writing;
    private int _droppedCount;

    public FileLog(string path, TimeProvider time)
    {
        _time = time;
        _writer = new(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete));
        _writing = Task.Run(WriteAsync);
    }

    public ILogger CreateLogger(string categoryName) => _loggers.GetOrAdd(categoryName, name => new FileLogger(this, name));

    public void Dispose() => _lines.Writer.TryComplete();

    public async ValueTask DisposeAsync()
    {
        Dispose();
        await _writing;
    }

    internal void Write(LogLevel level, string category, string text, Exception? error)
    {
        var line = FormattableString.Invariant($"{_time.GetUtcNow():O} {level,-11} {category}: {text}");
        if (error is not null) line += Environment.NewLine + error;
        if (!_lines.Writer.TryWrite(line)) Interlocked.Increment(ref _droppedCount);
    }

    private async Task WriteAsync()
    {
        await using var writer = _writer;
        while (await _lines.Reader.WaitToReadAsync())
        {
            while (_lines.Reader.TryRead(out var line)) await writer.WriteLineAsync(line);
            if (Interlocked.Exchange(ref _droppedCount, 0) is > 0 and var count)
                await writer.WriteLineAsync(FormattableString.Invariant($"({count} lines were dropped: they came faster than the disk takes them)"));
            await writer.FlushAsync();
        }
    }
}
