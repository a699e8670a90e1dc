using Rollouts.Client.Rendering;
using Rollouts.Core.Runs;
using Spectre.Console;

namespace Rollouts.Client.Runs;

/// <summary>Shows events as they come: drawn over in place on a terminal, as plain lines elsewhere.</summary>
internal sealed class RunDisplay : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly IAnsiConsole _console;
    private readonly TextWriter? _lines;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _live = Task.CompletedTask;
    private LiveDisplayContext? _context;
    private LiveState _state;

    private RunDisplay(IAnsiConsole console, TextWriter? lines, RunSpecification specification) =>
        (_console, _lines, _state) = (console, lines, LiveState.Begin(specification));

    /// <summary>A display for one run.</summary>
    /// <param name="quiet">Keeps the output free for a result; events go to the error stream.</param>
    public static RunDisplay Open(Application application, RunSpecification specification, bool quiet)
    {
        var console = application.Console;
        if (quiet) return new(console, application.Error, specification);
        if (!console.Profile.Out.IsTerminal || !console.Profile.Capabilities.Ansi) return new(console, console.Profile.Out.Writer, specification);
        var display = new RunDisplay(console, null, specification);
        display._live = display.LiveAsync();
        return display;
    }

    /// <summary>Shows one event.</summary>
    public void Show(RunEvent happened)
    {
        lock (_lock)
        {
            _state = _state.After(happened);
            foreach (var line in _lines is null ? EventLines.Lasting(happened) : EventLines.Plain(happened, _state)) Write(line);
            _context?.UpdateTarget(LiveView.Of(_state));
        }
    }

    /// <summary>Says something that is no event.</summary>
    public void Say(string text)
    {
        lock (_lock) Write(text);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _ended.TrySetResult();
        await _live;
    }

    private Task LiveAsync() => _console.Live(LiveView.Of(_state)).StartAsync(context =>
    {
        lock (_lock) _context = context;
        return _ended.Task;
    });

    // Plain lines are written past the console, which would break them at its width.
    private void Write(string line)
    {
        if (_lines is null)
        {
            _console.WriteLine(line);
            return;
        }

        _lines.WriteLine(line);
        _lines.Flush();
    }
}
