namespace Rollouts.Trainer.Tests.Fixtures;

/// <summary>A folder that goes with its test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("rollouts-trainer-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
