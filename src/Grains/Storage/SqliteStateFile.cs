using Microsoft.Data.Sqlite;

namespace Rollouts.Grains.Storage;

/// <summary>One connection to the state file, used by one thread at a time.</summary>
internal sealed class SqliteStateFile : IDisposable
{
    private readonly string _path;
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _read, _insert, _update, _delete;

    private SqliteStateFile(string path, SqliteConnection connection)
    {
        _path = path;
        _connection = connection;
        _read = Command("SELECT etag, state FROM grain_state WHERE kind = $kind AND key = $key");
        _insert = Command("INSERT INTO grain_state (kind, key, etag, state) VALUES ($kind, $key, $etag, $state) ON CONFLICT DO NOTHING", "$etag", "$state");
        _update = Command("UPDATE grain_state SET etag = $etag, state = $state WHERE kind = $kind AND key = $key AND etag = $expected", "$etag", "$state", "$expected");
        _delete = Command("DELETE FROM grain_state WHERE kind = $kind AND key = $key AND etag = $expected", "$expected");
    }

    public static SqliteStateFile Open(string path, bool surviveAPowerCut)
    {
        SqliteConnection? connection = null;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
            connection.Open();
            Execute(connection, "PRAGMA journal_mode = WAL");
            Execute(connection, $"PRAGMA synchronous = {(surviveAPowerCut ? "FULL" : "NORMAL")}");
            Execute(connection, "PRAGMA busy_timeout = 5000");
            Execute(connection, """
                CREATE TABLE IF NOT EXISTS grain_state (
                    kind TEXT NOT NULL, key TEXT NOT NULL, etag INTEGER NOT NULL, state BLOB NOT NULL, PRIMARY KEY (kind, key))
                """);
            return new(path, connection);
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException)
        {
            connection?.Dispose();
            throw Unavailable(path, error);
        }
    }

    public (long ETag, byte[] State)? Read(StateKey key) => Guarded(() =>
    {
        Bind(_read, key);
        using var reader = _read.ExecuteReader();
        return reader.Read() ? (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)) : ((long, byte[])?)null;
    });

    /// <summary>Runs all writes in one transaction; true where a write met the row it expected.</summary>
    public bool[] Apply(IReadOnlyList<StateWrite> writes) => Guarded(() =>
    {
        using var transaction = _connection.BeginTransaction();
        foreach (var command in (SqliteCommand[])[_insert, _update, _delete]) command.Transaction = transaction;
        var applied = writes.Select(Apply).ToArray();
        transaction.Commit();
        return applied;
    });

    public void Dispose()
    {
        foreach (var command in (SqliteCommand[])[_read, _insert, _update, _delete]) command.Dispose();
        _connection.Dispose();
    }

    private bool Apply(StateWrite write)
    {
        var command = write switch { { State: null } => _delete, { Expected: null } => _insert, _ => _update };
        Bind(command, write.Key);
        if (write.State is not null)
        {
            command.Parameters["$etag"].Value = write.ETag;
            command.Parameters["$state"].Value = write.State;
        }

        if (write.Expected is not null) command.Parameters["$expected"].Value = write.Expected.Value;
        return command.ExecuteNonQuery() == 1;
    }

    private static void Bind(SqliteCommand command, StateKey key)
    {
        command.Parameters["$kind"].Value = key.Kind;
        command.Parameters["$key"].Value = key.Key;
    }

    private SqliteCommand Command(string text, params string[] parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = text;
        foreach (var name in (string[])["$kind", "$key", .. parameters]) command.Parameters.Add(new SqliteParameter { ParameterName = name });
        return command;
    }

    private static void Execute(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    private T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException error)
        {
            throw Unavailable(_path, error);
        }
    }

    private static StorageUnavailableException Unavailable(string path, Exception error)
    {
        const int Full = 13, CannotOpen = 14, ReadOnly = 8, Damaged = 11, NotADatabase = 26;
        var (what, remedy) = ((error as SqliteException)?.SqliteErrorCode) switch
        {
            Full => ("the disk is full", "Free some space, then resume the run."),
            CannotOpen or ReadOnly => ("it can't be opened for writing", "Check that the folder exists and is writable, then resume the run."),
            Damaged or NotADatabase => ("it is damaged", "Restore it from a copy; a run without it can't be resumed."),
            _ => ("the disk refuses", "Mend that, then resume the run."),
        };
        return new($"The state file {path} can't be used: {what} ({error.Message.TrimEnd('.')}). {remedy}", error);
    }
}
