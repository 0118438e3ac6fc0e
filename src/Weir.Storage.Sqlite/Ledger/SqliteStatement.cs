using Microsoft.Data.Sqlite;
using SQLitePCL;
using Weir.Storage.Ledger.Writing;

namespace Weir.Storage.Sqlite.Ledger;

/// <summary>
/// A statement without the layers above, prepared when first used: on the ledger's path a command object and a reader for each step would cost
/// more than the step.
/// </summary>
internal sealed class SqliteStatement(sqlite3 database, string sql) : IDisposable
{
    private const int IdSize = 16;

    private sqlite3_stmt? _prepared;

    private sqlite3_stmt Prepared => _prepared ?? Prepare();

    public SqliteStatement Bind(int index, long value)
    {
        raw.sqlite3_bind_int64(Prepared, index, value);
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
        raw.sqlite3_bind_blob(Prepared, index, value);
        return this;
    }

    public SqliteStatement Bind(int index, string? value)
    {
        if (value is null)
        {
            return BindNull(index);
        }

        raw.sqlite3_bind_text(Prepared, index, value);
        return this;
    }

    /// <summary>True: there is a row to read, and <see cref="Reset"/> is to be called.</summary>
    public bool Step()
    {
        var result = raw.sqlite3_step(Prepared);
        if (result == raw.SQLITE_ROW)
        {
            return true;
        }

        raw.sqlite3_reset(Prepared);
        return result == raw.SQLITE_DONE ? false : throw Failure(database, result);
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
        return raw.sqlite3_changes(database) > 0;
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

    public void Reset() => raw.sqlite3_reset(Prepared);

    public long Long(int column) => raw.sqlite3_column_int64(Prepared, column);

    public int Int(int column) => raw.sqlite3_column_int(Prepared, column);

    public bool IsNull(int column) => raw.sqlite3_column_type(Prepared, column) == raw.SQLITE_NULL;

    public long? LongOrNull(int column) => IsNull(column) ? null : Long(column);

    public Guid Guid(int column) => new(raw.sqlite3_column_blob(Prepared, column), bigEndian: true);

    public Guid? GuidOrNull(int column) => IsNull(column) ? null : Guid(column);

    public string? TextOrNull(int column) => IsNull(column) ? null : raw.sqlite3_column_text(Prepared, column).utf8_to_string();

    public byte[] Bytes(int column) => raw.sqlite3_column_blob(Prepared, column).ToArray();

    public void Dispose() => _prepared?.Dispose();

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
        raw.sqlite3_bind_null(Prepared, index);
        return this;
    }

    private sqlite3_stmt Prepare()
    {
        var result = raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out var prepared);
        return result == raw.SQLITE_OK ? _prepared = prepared : throw Failure(database, result);
    }
}
