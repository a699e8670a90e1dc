using System.Runtime.InteropServices;

namespace Rollouts.Client;

/// <summary>Ctrl-C and SIGTERM: the first asks the program to stop cleanly, the second Ctrl-C ends it at once.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly TextWriter _error;
    private int _count;

    /// <summary>Listens from here on.</summary>
    /// <param name="error">Where a person is told what the second Ctrl-C did.</param>
    public Interruption(TextWriter error)
    {
        _error = error;
        _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle)];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Stopping => _stop.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _stop.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _count) == 1)
        {
            _stop.Cancel();
            return;
        }

        _error.WriteLine(Console.IsErrorRedirected ? "Stopped at once." : "\u001b[?25hStopped at once.");
        _error.Flush();
        LeaveAtOnce();
    }

    // Environment.Exit would wait for hosts that are in the middle of stopping; a second Ctrl-C must not wait for anything.
    private static void LeaveAtOnce()
    {
        if (OperatingSystem.IsWindows()) Environment.Exit(ExitCode.Interrupted);
        Exit(ExitCode.Interrupted);
    }

    [DllImport("libc", EntryPoint = "_exit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void Exit(int code);
}
