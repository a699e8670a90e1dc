using Orleans.Storage;
using Rollouts.Grains.Storage;

namespace Rollouts.Grains.Tests.Storage;

public sealed class SqliteGrainStorageTests : IDisposable
{
    private static readonly GrainId Grain = GrainId.Create("thing", "a/1");

    private readonly string _folder = Directory.CreateTempSubdirectory("rollouts-state-").FullName;

    private string StatePath => Path.Combine(_folder, "state.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_state_that_was_never_written_is_new_and_has_no_record()
    {
        using var storage = new SqliteGrainStorage(StatePath);
        var state = await ReadAsync(storage);
        Assert.False(state.RecordExists);
        Assert.Null(state.ETag);
        Assert.Equal(0, state.State!.Number);
    }

    [Fact]
    public async Task A_written_state_is_read_back_after_a_restart()
    {
        using (var storage = new SqliteGrainStorage(StatePath))
            await storage.WriteStateAsync("s", Grain, new GrainState<Thing> { State = new() { Number = 7, Text = "zwölf 十二 🎲" } });
        using var again = new SqliteGrainStorage(StatePath);
        var state = await ReadAsync(again);
        Assert.True(state.RecordExists);
        Assert.Equal(new Thing { Number = 7, Text = "zwölf 十二 🎲" }, state.State);
    }

    [Fact]
    public async Task Keys_may_hold_any_character()
    {
        using var storage = new SqliteGrainStorage(StatePath);
        foreach (var key in (string[])["ä/ö", "'; DROP TABLE grain_state; --", "🎲", "a b"])
        {
            var id = GrainId.Create("thing", key);
            await storage.WriteStateAsync("s", id, new GrainState<Thing> { State = new() { Text = key } });
            var state = new GrainState<Thing>();
            await storage.ReadStateAsync("s", id, state);
            Assert.Equal(key, state.State!.Text);
        }
    }

    [Fact]
    public async Task A_write_on_an_old_etag_is_refused_and_changes_nothing()
    {
        using var storage = new SqliteGrainStorage(StatePath);
        var first = new GrainState<Thing> { State = new() { Number = 1 } };
        await storage.WriteStateAsync("s", Grain, first);
        var other = await ReadAsync(storage);
        other.State = new() { Number = 2 };
        await storage.WriteStateAsync("s", Grain, other);
        first.State = new() { Number = 3 };
        var refusal = await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("s", Grain, first));
        Assert.Equal(other.ETag, refusal.StoredEtag);
        Assert.Equal(2, (await ReadAsync(storage)).State!.Number);
    }

    [Fact]
    public async Task Of_many_first_writes_one_wins()
    {
        using var storage = new SqliteGrainStorage(StatePath);
        var won = 0;
        await Task.WhenAll(Enumerable.Range(0, 64).Select(async number =>
        {
            try
            {
                await storage.WriteStateAsync("s", Grain, new GrainState<Thing> { State = new() { Number = number } });
                Interlocked.Increment(ref won);
            }
            catch (InconsistentStateException)
            {
                // The others lose, which is what is counted.
            }
        }));
        Assert.Equal(1, won);
    }

    [Fact]
    public async Task A_cleared_state_can_be_written_again_but_not_on_its_old_etag()
    {
        using var storage = new SqliteGrainStorage(StatePath);
        var state = new GrainState<Thing> { State = new() { Number = 1 } };
        await storage.WriteStateAsync("s", Grain, state);
        var old = new GrainState<Thing> { State = new() { Number = 9 }, ETag = state.ETag, RecordExists = true };
        await storage.ClearStateAsync("s", Grain, state);
        Assert.False(state.RecordExists);
        Assert.False((await ReadAsync(storage)).RecordExists);
        state.State = new() { Number = 2 };
        await storage.WriteStateAsync("s", Grain, state);
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("s", Grain, old));
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.ClearStateAsync("s", Grain, old));
        Assert.Equal(2, (await ReadAsync(storage)).State!.Number);
    }

    [Fact]
    public void A_state_file_that_cannot_be_made_says_so()
    {
        File.WriteAllText(Path.Combine(_folder, "file"), "not a folder");
        var error = Assert.Throws<StorageUnavailableException>(() => new SqliteGrainStorage(Path.Combine(_folder, "file", "state.db")));
        Assert.Contains("state.db", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_state_file_says_so()
    {
        File.WriteAllText(StatePath, string.Concat(Enumerable.Repeat("this is no database ", 100)));
        var error = Assert.Throws<StorageUnavailableException>(() => new SqliteGrainStorage(StatePath));
        Assert.Contains("damaged", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_acknowledged_survives_the_death_of_its_process_without_a_clean_close()
    {
        // The file is copied with its log while the storage is open and writing: what a killed process leaves behind.
        using var storage = new SqliteGrainStorage(StatePath);
        for (var number = 0; number < 100; number++)
            await storage.WriteStateAsync("s", GrainId.Create("thing", $"{number}"), new GrainState<Thing> { State = new() { Number = number } });
        var copy = Path.Combine(_folder, "copy.db");
        File.Copy(StatePath, copy);
        File.Copy(StatePath + "-wal", copy + "-wal");
        using var survivor = new SqliteGrainStorage(copy);
        for (var number = 0; number < 100; number++)
        {
            var state = new GrainState<Thing>();
            await survivor.ReadStateAsync("s", GrainId.Create("thing", $"{number}"), state);
            Assert.Equal(number, state.State!.Number);
        }
    }

    private static async Task<GrainState<Thing>> ReadAsync(SqliteGrainStorage storage)
    {
        var state = new GrainState<Thing>();
        await storage.ReadStateAsync("s", Grain, state);
        return state;
    }

    internal sealed record Thing
    {
        public int Number { get; init; }

        public string Text { get; init; } = "";
    }
}
