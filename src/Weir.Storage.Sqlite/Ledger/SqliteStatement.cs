using Microsoft.Data.Sqlite;
using SQLitePCL;
using Weir.Storage.Ledger.Writing;

namespace Weir.Storage.Sqlite.Ledger;

/// <summary>
/// A prepared statement without the layers above: on the ledger's path a command object and a reader for each step would cost more
/// than the step.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private const int IdSize = 16;

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public SqliteStatement(sqlite3 database, string sql)
    {
        _database = database;
        var result = raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement);
        if (result != raw.SQLITE_OK)
        {
            throw Failure(database, result);
        }
    }

    public SqliteStatement Bind(int index, long value)
    {
        raw.sqlite3_bind_int64(_statement, index, value);
        return this;
    }

    public SqliteStatement Bind(int index, long? value) => value is { } some ? Bind(index, some) : BindNull(index);

    public SqliteStatement Bind(int index, bool value) => Bind(index, value ? 1L : 0L);

    /// <summary>Big-endian, as the model's ids are stored.</summary>
    public SqliteStatement Bind(int index, Guid value)
    {
        Span<byte> bytes = stackalloc byte[IdSize];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return Bind(index, bytes);
    }

    public SqliteStatement Bind(int index, Guid? value) => value is { } some ? Bind(index, some) : BindNull(index);

    public SqliteStatement Bind(int index, ReadOnlySpan<byte> value)
    {
        raw.sqlite3_bind_blob(_statement, index, value);
        return this;
    }

    public SqliteStatement Bind(int index, string? value)
    {
        if (value is null)
        {
            return BindNull(index);
        }

        raw.sqlite3_bind_text(_statement, index, value);
        return this;
    }

    /// <summary>True: there is a row to read, and <see cref="Reset"/> is to be called.</summary>
    public bool Step()
    {
        var result = raw.sqlite3_step(_statement);
        if (result == raw.SQLITE_ROW)
        {
            return true;
        }

        raw.sqlite3_reset(_statement);
        return result == raw.SQLITE_DONE ? false : throw Failure(_database, result);
    }

    /// <summary>Runs it to its end, for what gives no rows; or passes over those it gives.</summary>
    public void Run()
    {
        while (Step())
        {
        }
    }

    /// <summary>Runs it to its end.</summary>
    /// <returns>True when a row was changed.</returns>
    public bool RunChanges()
    {
        Run();
        return raw.sqlite3_changes(_database) > 0;
    }

    /// <summary>The first column of its only row, or null when there is none.</summary>
    public long? RunScalar()
    {
        long? value = Step() ? Long(0) : null;
        if (value is not null)
        {
            // Further steps matter: with RETURNING, the change is made complete by the last.
            Run();
        }

        return value;
    }

    public void Reset() => raw.sqlite3_reset(_statement);

    public long Long(int column) => raw.sqlite3_column_int64(_statement, column);

    public int Int(int column) => raw.sqlite3_column_int(_statement, column);

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public long? LongOrNull(int column) => IsNull(column) ? null : Long(column);

    public Guid Guid(int column) => new(raw.sqlite3_column_blob(_statement, column), bigEndian: true);

    public Guid? GuidOrNull(int column) => IsNull(column) ? null : Guid(column);

    public string? TextOrNull(int column) => IsNull(column) ? null : raw.sqlite3_column_text(_statement, column).utf8_to_string();

    public byte[] Bytes(int column) => raw.sqlite3_column_blob(_statement, column).ToArray();

    public void Dispose() => _statement.Dispose();

    /// <summary>What SQLite can get over is the store's trouble; what it was wrongly told is a bug.</summary>
    public static Exception Failure(sqlite3 database, int result)
    {
        var code = raw.sqlite3_extended_errcode(database);
        var failure = new SqliteException($"SQLite: {raw.sqlite3_errmsg(database).utf8_to_string()} ({code})", result & 0xFF, code);
        return (result & 0xFF) is raw.SQLITE_CONSTRAINT or raw.SQLITE_MISUSE or raw.SQLITE_RANGE or raw.SQLITE_MISMATCH or raw.SQLITE_TOOBIG
            ? failure
            : new LedgerStoreException(failure.Message, failure);
    }

    private SqliteStatement BindNull(int index)
    {
        raw.sqlite3_bind_null(_statement, index);
        return this;
    }
}
