using System.Runtime.InteropServices;

namespace Weir.Storage.Sqlite.Ledger;

/// <summary>
/// The calls of SQLite that the ledger makes for each column of each row, past the driver's handles: those count their users with every call, which
/// took a seventh of the writer's time. What only copies a number doesn't stop for the garbage collector either. <see cref="SqliteStatement"/> keeps the
/// handle alive.
/// </summary>
internal static partial class SqliteCalls
{
    /// <summary>The driver's own, which has loaded it.</summary>
    private const string Library = "e_sqlite3";

    /// <summary>SQLite is to copy what is bound.</summary>
    private static readonly nint Transient = -1;

    public static int BindBlob(nint statement, int index, ReadOnlySpan<byte> value) => BindBlob(statement, index, value, value.Length, Transient);

    public static int BindText(nint statement, int index, ReadOnlySpan<byte> utf8) => BindText(statement, index, utf8, utf8.Length, Transient);

    /// <summary>Valid until the statement's next step.</summary>
    public static unsafe ReadOnlySpan<byte> Bytes(nint statement, int column)
    {
        // Asked for first: it may change how the bytes lie.
        var start = ColumnBlob(statement, column);
        return new((void*)start, ColumnBytes(statement, column));
    }

    [LibraryImport(Library, EntryPoint = "sqlite3_step")]
    public static partial int Step(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_reset")]
    public static partial int Reset(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_int64")]
    [SuppressGCTransition]
    public static partial int BindLong(nint statement, int index, long value);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_null")]
    [SuppressGCTransition]
    public static partial int BindNull(nint statement, int index);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_int64")]
    [SuppressGCTransition]
    public static partial long ColumnLong(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_type")]
    [SuppressGCTransition]
    public static partial int ColumnType(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_blob")]
    private static partial nint ColumnBlob(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_bytes")]
    private static partial int ColumnBytes(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_blob")]
    private static partial int BindBlob(nint statement, int index, ReadOnlySpan<byte> value, int length, nint destructor);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_text")]
    private static partial int BindText(nint statement, int index, ReadOnlySpan<byte> value, int length, nint destructor);
}
