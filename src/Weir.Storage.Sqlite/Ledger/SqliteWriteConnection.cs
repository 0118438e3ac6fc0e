using SQLitePCL;
using Weir.Storage.Ledger.Writing;

namespace Weir.Storage.Sqlite.Ledger;

/// <summary>The ledger's connection, without SQLite's lock around each call: only one thread at a time has the ledger's turn.</summary>
internal sealed class SqliteWriteConnection : IDisposable
{
    /// <summary>Patience first: the others may wait, too. The main file takes in the log at every 4,000 pages (16 MB): doing so costs a commit two more syncs.</summary>
    private const string Settings =
        $"{SqlitePragmas.Patient} {SqlitePragmas.Durable} PRAGMA foreign_keys = ON; PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY;";

    /// <exception cref="LedgerStoreException">It cannot be opened now.</exception>
    public SqliteWriteConnection(string databasePath)
    {
        var result = raw.sqlite3_open_v2(databasePath, out var database, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX, null);
        Database = database;
        Statements = new SqliteLedgerStatements(database);
        if (result != raw.SQLITE_OK || (result = raw.sqlite3_exec(database, Settings)) != raw.SQLITE_OK)
        {
            var failure = SqliteStatement.Failure(database, result);
            Dispose();
            throw failure;
        }
    }

    public sqlite3 Database { get; }

    public SqliteLedgerStatements Statements { get; }

    /// <summary>Ends the transaction, if one is open, as if it had never been. False: the connection is broken, and to be closed, which ends it as well.</summary>
    public bool TryRollback() =>
        !IsBroken(raw.sqlite3_errcode(Database)) && (raw.sqlite3_get_autocommit(Database) != 0 || raw.sqlite3_exec(Database, "ROLLBACK") == raw.SQLITE_OK);

    /// <summary>What readers still hold back stays in the log, which is as durable.</summary>
    public void Checkpoint() => raw.sqlite3_wal_checkpoint_v2(Database, null, raw.SQLITE_CHECKPOINT_TRUNCATE, out _, out _);

    public void Dispose()
    {
        Statements.Dispose();
        Database.Dispose();
    }

    /// <summary>A full disk and a lock pass by themselves; after anything worse the file is opened anew.</summary>
    private static bool IsBroken(int code) =>
        code is raw.SQLITE_IOERR or raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_CANTOPEN or raw.SQLITE_NOMEM or raw.SQLITE_READONLY;
}
