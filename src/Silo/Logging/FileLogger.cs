using Microsoft.Extensions.Logging;

namespace Rollouts.Silo.Logging;

/// <summary>One category of a <see cref="FileLog"/>.</summary>
internal sealed class FileLogger(FileLog log, string category) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        log.Write(logLevel, category, formatter(state, exception), exception);
}
