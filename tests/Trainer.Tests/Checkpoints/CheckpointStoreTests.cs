using Rollouts.Core;
using Rollouts.Core.Runs;
using Rollouts.Trainer.Checkpoints;
using Rollouts.Trainer.Tests.Fixtures;

namespace Rollouts.Trainer.Tests.Checkpoints;

public sealed class CheckpointStoreTests : IDisposable
{
    private const int Count = 5;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_checkpoint_is_read_as_it_was_written()
    {
        Store().Save(State(7, reference: true), epoch: 2);
        var read = Store().Newest(out var refused)!;
        Assert.Empty(refused);
        Assert.Equivalent(State(7, reference: true), read);
    }

    [Fact]
    public void A_new_run_has_no_checkpoint() => Assert.Null(Store().Newest(out _));

    [Fact]
    public void Training_is_newer_than_any_warm_start()
    {
        Store().Save(State(900) with { Phase = RunPhase.WarmStart }, 1);
        Store().Save(State(0), 1);
        Assert.Equal(RunPhase.Training, Store().Newest(out _)!.Phase);
    }

    [Theory]
    [InlineData("values.f32", "flip", "damaged")]
    [InlineData("first-moments.f32", "cut", "cut off")]
    [InlineData("second-moments.f32", "remove", "missing")]
    [InlineData("checkpoint.json", "cut", "checkpoint")]
    [InlineData("checkpoint.json", "remove", "missing")]
    public void A_damaged_checkpoint_is_refused_with_its_reason_and_the_one_before_is_used(string file, string damage, string reason)
    {
        Store().Save(State(1), 1);
        Store().Save(State(2), 1);
        Damage(Path.Combine(Newest(), file), damage);
        Assert.Equal(1, Store().Newest(out var refused)!.Step);
        Assert.Contains(reason, Assert.Single(refused), StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_of_another_run_is_refused()
    {
        Store().Save(State(1), 1);
        var other = new CheckpointStore(folder.Path, Specification with { Seed = 99 }, Count);
        var error = Assert.Throws<InvalidInputException>(() => other.Newest(out _));
        Assert.Contains("another specification", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_of_another_model_is_refused()
    {
        Store().Save(State(1), 1);
        var other = new CheckpointStore(folder.Path, Specification, Count + 1);
        Assert.Contains("5 parameters", Assert.Throws<InvalidInputException>(() => other.Newest(out _)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_of_a_newer_program_is_refused()
    {
        Store().Save(State(1), 1);
        Store().Save(State(2), 1);
        var manifest = Path.Combine(Newest(), "checkpoint.json");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("\"format_version\": 1", "\"format_version\": 2", StringComparison.Ordinal));
        Assert.Equal(1, Store().Newest(out var refused)!.Step);
        Assert.Contains("format version is 2", Assert.Single(refused), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    public void No_more_are_kept_than_asked_for_and_the_newest_always_is(int keep, int kept)
    {
        var specification = Specification with { Checkpoint = new() { Keep = keep } };
        var store = new CheckpointStore(folder.Path, specification, Count);
        for (var step = 1; step <= 5; step++)
            store.Save(State(step), 1);
        Assert.Equal(kept, Directory.GetDirectories(folder.Path).Length);
        Assert.Equal(5, store.Newest(out _)!.Step);
    }

    [Fact]
    public void A_full_disk_is_told_and_loses_nothing()
    {
        Store().Save(State(1), 1);
        var full = new CheckpointStore(folder.Path, Specification, Count, path => new FullDisk());
        var error = Assert.Throws<IOException>(() => full.Save(State(2), 1));
        Assert.Contains("No space left on device", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, Store().Newest(out var refused)!.Step);
        Assert.Empty(refused);
        Assert.Single(Directory.GetDirectories(folder.Path));
    }

    [Fact]
    public void What_a_killed_process_was_writing_is_removed()
    {
        Store().Save(State(1), 1);
        Directory.CreateDirectory(Path.Combine(folder.Path, ".writing-step-1-00000002"));
        Assert.Equal(1, Store().Newest(out _)!.Step);
        Assert.Single(Directory.GetDirectories(folder.Path));
    }

    private static RunSpecification Specification => TinyPolicy.Specification with { Checkpoint = new() { Keep = 2 } };

    private CheckpointStore Store() => new(folder.Path, Specification, Count);

    private string Newest() => Directory.GetDirectories(folder.Path).Order(StringComparer.Ordinal).Last();

    private static TrainingState State(int step, bool reference = false) => new(
        RunPhase.Training, step, step, [step, 1, 2, 3, 4], [step, 0.5f, 0, 0, 0], [step, 0.25f, 0, 0, 0], reference ? [9, 9, 9, 9, 9] : null);

    private static void Damage(string file, string damage)
    {
        var bytes = File.ReadAllBytes(file);
        bytes[9] ^= 1;
        if (damage == "flip") File.WriteAllBytes(file, bytes);
        else if (damage == "cut") File.WriteAllBytes(file, bytes[..(bytes.Length / 2)]);
        else File.Delete(file);
    }

    private sealed class FullDisk : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("No space left on device.");
    }
}
