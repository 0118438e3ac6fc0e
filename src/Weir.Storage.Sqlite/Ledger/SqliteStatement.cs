using System.Text;
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

    /// <summary>Longer texts are turned into bytes on the heap.</summary>
    private const int ShortText = 512;

    private sqlite3_stmt? _prepared;
    private nint _handle;

    /// <summary>By bits, parameters that are bound to something; all others hold null.</summary>
    private ulong _bound;

    private nint Handle => _handle != 0 ? _handle : Prepare();

    public SqliteStatement Bind(int index, long value) => Bound(index, SqliteCalls.BindLong(Handle, index, value));

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

    public SqliteStatement Bind(int index, ReadOnlySpan<byte> value) => Bound(index, SqliteCalls.BindBlob(Handle, index, value));

    public SqliteStatement Bind(int index, string? value)
    {
        if (value is null)
        {
            return BindNull(index);
        }

        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        var utf8 = most <= ShortText ? stackalloc byte[ShortText] : new byte[most];
        return Bound(index, SqliteCalls.BindText(Handle, index, utf8[..Encoding.UTF8.GetBytes(value, utf8)]));
    }

    /// <summary>True: there is a row to read, and <see cref="Reset"/> is to be called.</summary>
    public bool Step()
    {
        var result = SqliteCalls.Step(Handle);
        if (result == raw.SQLITE_ROW)
        {
            return true;
        }

        Reset();
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

    /// <summary>What it returns is what the last step did.</summary>
    public void Reset() => _ = SqliteCalls.Reset(Handle);

    public long Long(int column) => SqliteCalls.ColumnLong(Handle, column);

    public int Int(int column) => (int)Long(column);

    public bool IsNull(int column) => SqliteCalls.ColumnType(Handle, column) == raw.SQLITE_NULL;

    public long? LongOrNull(int column) => IsNull(column) ? null : Long(column);

    public Guid Guid(int column) => new(SqliteCalls.Bytes(Handle, column), bigEndian: true);

    public Guid? GuidOrNull(int column) => IsNull(column) ? null : Guid(column);

    public string? TextOrNull(int column) => IsNull(column) ? null : Encoding.UTF8.GetString(SqliteCalls.Bytes(Handle, column));

    public byte[] Bytes(int column) => SqliteCalls.Bytes(Handle, column).ToArray();

    public void Dispose()
    {
        _prepared?.Dispose();
        (_prepared, _handle) = (null, 0);
    }

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
        if ((_bound & (1ul << index)) != 0)
        {
            Bound(index, SqliteCalls.BindNull(Handle, index));
            _bound &= ~(1ul << index);
        }

        return this;
    }

    private SqliteStatement Bound(int index, int result)
    {
        _bound |= 1ul << index;
        return result == raw.SQLITE_OK ? this : throw Failure(database, result);
    }

    private nint Prepare()
    {
        var result = raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out var prepared);
        _prepared = result == raw.SQLITE_OK ? prepared : throw Failure(database, result);
        return _handle = prepared.DangerousGetHandle();
    }
}
