using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Orleans.Storage;

namespace Rollouts.Grains.Storage;

/// <summary>Grain state in one SQLite file: JSON without type names, ETags, many writers a commit.</summary>
/// <remarks>Survives the death of the process at any point; survives a power cut only with <c>surviveAPowerCut</c>, which makes
/// a lone write about twice as slow. One process at a time should write a file; a second one is held off by ETags.</remarks>
public sealed class SqliteGrainStorage : IGrainStorage, IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.General)
    {
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private readonly SqliteWriter _writer;
    private readonly SqliteStateFile _reader;
    private readonly Lock _reading = new();

    /// <summary>Opens the file, or makes it.</summary>
    /// <param name="path">The state file.</param>
    /// <param name="surviveAPowerCut">Whether every commit waits for the disk itself.</param>
    /// <exception cref="StorageUnavailableException">It can't be opened; the message says why and what to do.</exception>
    public SqliteGrainStorage(string path, bool surviveAPowerCut = false)
    {
        _writer = new(SqliteStateFile.Open(path, surviveAPowerCut));
        _reader = SqliteStateFile.Open(path, surviveAPowerCut);
    }

    /// <inheritdoc/>
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        // A point read of a mapped page takes microseconds: less than handing it to another thread would.
        (long ETag, byte[] State)? row;
        lock (_reading) row = _reader.Read(KeyOf(stateName, grainId));
        grainState.RecordExists = row is not null;
        grainState.ETag = row?.ETag.ToString(CultureInfo.InvariantCulture);
        grainState.State = row is null ? Activator.CreateInstance<T>() : Parse<T>(KeyOf(stateName, grainId), row.Value.State);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var etag = NewETag();
        await WriteAsync(new(KeyOf(stateName, grainId), Expected(grainState.ETag), etag, JsonSerializer.SerializeToUtf8Bytes(grainState.State, Json)), grainState.ETag);
        grainState.ETag = etag.ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = true;
    }

    /// <inheritdoc/>
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (grainState.ETag is not null) await WriteAsync(new(KeyOf(stateName, grainId), Expected(grainState.ETag), 0, null), grainState.ETag);
        grainState.ETag = null;
        grainState.RecordExists = false;
        grainState.State = Activator.CreateInstance<T>();
    }

    /// <summary>Writes what was accepted, then closes the file.</summary>
    public void Dispose()
    {
        _writer.Dispose();
        lock (_reading) _reader.Dispose();
    }

    private async Task WriteAsync(StateWrite write, string? expected)
    {
        if (await _writer.WriteAsync(write)) return;
        (long ETag, byte[] State)? row;
        lock (_reading) row = _reader.Read(write.Key);
        throw new InconsistentStateException(
            $"The state of {write.Key} was changed by someone else: expected ETag {expected ?? "none"}, found {row?.ETag.ToString(CultureInfo.InvariantCulture) ?? "none"}.",
            row?.ETag.ToString(CultureInfo.InvariantCulture) ?? "", expected ?? "");
    }

    private static T Parse<T>(StateKey key, byte[] state)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(state, Json)!;
        }
        catch (JsonException error)
        {
            throw new StorageUnavailableException($"The state of {key} can't be read: {error.Message} It was written by another version of this program, or is damaged.", error);
        }
    }

    // Never used twice, so that a row that was cleared and written again is not taken for the old one.
    private static long NewETag() => BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8)) & long.MaxValue;

    private static long? Expected(string? etag) => etag is null ? null : long.Parse(etag, CultureInfo.InvariantCulture);

    private static StateKey KeyOf(string stateName, GrainId grainId) => new(stateName, grainId.ToString());
}
