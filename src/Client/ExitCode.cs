namespace Rollouts.Client;

/// <summary>What the program tells whoever started it.</summary>
internal static class ExitCode
{
    /// <summary>Done what was asked.</summary>
    public const int Done = 0;

    /// <summary>The run, or the program itself, failed.</summary>
    public const int Failed = 1;

    /// <summary>What a person gave can't be used.</summary>
    public const int BadInput = 2;

    /// <summary>Interrupted by a person; a run can be resumed.</summary>
    public const int Interrupted = 130;
}
