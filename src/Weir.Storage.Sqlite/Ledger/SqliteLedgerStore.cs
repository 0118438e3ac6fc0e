using Microsoft.Data.Sqlite;
using SQLitePCL;
using Weir.Accounting;
using Weir.Storage.Ledger;
using Weir.Storage.Ledger.Corrections;
using Weir.Storage.Ledger.Retention;
using Weir.Storage.Ledger.Writing;

namespace Weir.Storage.Sqlite.Ledger;

/// <summary>
/// The ledger on SQLite, over a connection of its own that is opened when first used, and again after it broke.
/// </summary>
internal sealed class SqliteLedgerStore(string databasePath, LedgerReplica replica) : ILedgerStore
{
    /// <summary>The main file takes in the log at every 4,000 pages (16 MB): doing so costs a commit two more syncs.</summary>
    private const string Settings =
        $"{SqlitePragmas.Durable} {SqlitePragmas.Patient} PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY;";

    /// <summary>Model names come from callers, so what is remembered of them is bounded; beyond, it is looked up anew.</summary>
    private const int MostNames = 4_096;

    private readonly Dictionary<string, long> _names = [];
    private SqliteConnection? _connection;
    private SqliteLedgerStatements? _statements;
    private long _version;

    /// <summary>The write connection; null while it is closed.</summary>
    internal SqliteConnection? Connection => _connection;

    public IRetentionStore Retention => field ??= new SqliteRetentionStore(() => Statements);

    private SqliteLedgerStatements Statements => _statements ?? throw new InvalidOperationException("No transaction is open.");

    public bool Begin(LedgerNeeds needs)
    {
        var isNew = _statements is null;
        _statements ??= Open();
        _statements.Begin.Run();
        var version = _statements.Version.RunScalar()!.Value;
        var isStale = isNew || version != _version;
        _version = version;
        return isStale;
    }

    public void Commit() => Statements.Commit.Run();

    public void Rollback()
    {
        // Names that were made within it are gone with it.
        _names.Clear();
        if (_statements is null)
        {
            return;
        }

        var isBroken = IsBroken(raw.sqlite3_errcode(_connection!.Handle!));
        if (!isBroken && raw.sqlite3_get_autocommit(_connection.Handle!) == 0)
        {
            isBroken = raw.sqlite3_exec(_connection.Handle!, "ROLLBACK") != raw.SQLITE_OK;
        }

        if (isBroken)
        {
            // Closing ends the transaction as well.
            Close();
        }
    }

    public BudgetTerms? FindBudget(BudgetId budget)
    {
        var row = Statements.FindBudget.Bind(1, budget.Value);
        if (!row.Step())
        {
            return null;
        }

        var terms = row.ReadTerms(budget, 0);
        row.Reset();
        return terms;
    }

    public WindowAccount FindWindow(BudgetTerms budget, WindowSpan span)
    {
        var startsAt = SqliteColumns.ToMicroseconds(span.Start);
        var row = Statements.FindSpan.Bind(1, budget.Id.Value).Bind(2, startsAt);
        if (row.Step())
        {
            var (known, posted, pending) = (row.Long(0), row.Long(1), row.Long(2));
            row.Reset();
            return new(known, budget, span, posted, pending);
        }

        long? endsAt = span.End is { } end ? SqliteColumns.ToMicroseconds(end) : null;
        var id = Statements.InsertWindow.Bind(1, budget.Id.Value).Bind(2, startsAt).Bind(3, endsAt).RunScalar()!.Value;
        return new(id, budget, span, posted: 0, pending: 0);
    }

    public WindowAccount? FindWindow(long id)
    {
        var row = Statements.FindWindow.Bind(1, id);
        if (!row.Step())
        {
            return null;
        }

        var span = new WindowSpan(
            SqliteColumns.FromMicroseconds(row.Long(3)),
            row.LongOrNull(4) is { } end ? SqliteColumns.FromMicroseconds(end) : null);
        var window = new WindowAccount(id, row.ReadTerms(new(row.Guid(5)), 6), span, row.Long(1), row.Long(2));
        row.Reset();
        return window;
    }

    public bool TryWrite(WindowAccount window) => Statements.WriteWindow
        .Bind(1, window.Id).Bind(2, window.Posted).Bind(3, window.Pending)
        .Bind(4, window.DurablePosted).Bind(5, window.DurablePending)
        .RunChanges();

    public long NameId(string text)
    {
        if (_names.TryGetValue(text, out var id))
        {
            return id;
        }

        if (_names.Count >= MostNames)
        {
            _names.Clear();
        }

        id = Statements.FindName.Bind(1, text).RunScalar() ?? Statements.InsertName.Bind(1, text).RunScalar()!.Value;
        _names[text] = id;
        return id;
    }

    public void Insert(Reservation reservation) => Statements.InsertReservation.Bind(reservation).Run();

    public bool TryEnd(AttemptId attempt, Reservation ended)
    {
        var row = Statements.EndReservation.Bind(1, attempt.Value).Bind(2, (long)ReservationState.Pending);
        if (!row.Step())
        {
            return false;
        }

        row.Read(ended);
        row.Run();
        return true;
    }

    public bool TryEndProvisional(AttemptId attempt)
    {
        var row = Statements.EndReservation.Bind(1, attempt.Value).Bind(2, (long)ReservationState.Provisional);
        var isEnded = row.Step();
        if (isEnded)
        {
            row.Run();
        }

        return isEnded;
    }

    public bool TryFind(AttemptId attempt, Reservation found)
    {
        var row = Statements.FindReservation.Bind(1, attempt.Value);
        if (!row.Step())
        {
            return false;
        }

        row.Read(found);
        row.Reset();
        return true;
    }

    public void Shrink(Reservation reservation) => Statements.ShrinkReservation
        .Bind(1, reservation.Id).Bind(2, reservation.Input)
        .Bind(3, reservation.FixedNanoDollars).Bind(4, reservation.NanoDollars)
        .Bind(5, reservation.Windows)
        .Run();

    public bool TryKeepProvisional(AttemptId attempt, DateTimeOffset abandonedAt) =>
        Statements.KeepProvisional.Bind(1, attempt.Value).Bind(2, SqliteColumns.ToMicroseconds(abandonedAt)).RunChanges();

    public void Insert(LedgerEntry entry) => Statements.InsertEntry.Bind(entry).Run();

    public long InsertCorrection(LedgerEntry entry, Correction correction)
    {
        Insert(entry);
        correction.EntryId = raw.sqlite3_last_insert_rowid(_connection!.Handle!);
        Statements.InsertCorrection.Bind(correction).Run();
        return correction.EntryId;
    }

    public LedgerEntry? FindEntries(AttemptId attempt)
    {
        LedgerEntry? sum = null;
        var row = Statements.FindEntries.Bind(1, attempt.Value);
        while (row.Step())
        {
            var entry = row.ReadEntry();
            if (sum is null)
            {
                sum = entry;
            }
            else
            {
                sum.Add(entry);
            }
        }

        return sum;
    }

    public void Add(UsageSum sum)
    {
        Statements.AddSum.Bind(sum).Run();
        Statements.AddSum.Bind(1, 0L).Run();
    }

    public void Add(UsageTotal total) => Statements.AddTotal.Bind(total).Run();

    /// <summary>The data folder is locked, so whatever another process has pending is a dead one's.</summary>
    public bool IsSureOfDeaths => true;

    public IReadOnlyList<(Reservation Reservation, DateTimeOffset LastBeat)> ReadAbandoned()
    {
        var abandoned = new List<(Reservation, DateTimeOffset)>();
        var row = Statements.ReadAbandoned.Bind(1, replica.Id);
        while (row.Step())
        {
            var reservation = new Reservation { Windows = [] };
            row.Read(reservation);
            abandoned.Add((reservation, row.LongOrNull(22) is { } at ? SqliteColumns.FromMicroseconds(at) : DateTimeOffset.UnixEpoch));
        }

        return abandoned;
    }

    public IReadOnlyList<Reservation> ReadExpired(DateTimeOffset before)
    {
        var expired = new List<Reservation>();
        var row = Statements.ReadExpired.Bind(1, SqliteColumns.ToMicroseconds(before));
        while (row.Step())
        {
            var reservation = new Reservation { Windows = [] };
            row.Read(reservation);
            expired.Add(reservation);
        }

        return expired;
    }

    public void DropHeartbeats(DateTimeOffset before) => Statements.DropHeartbeats.Bind(1, SqliteColumns.ToMicroseconds(before)).Run();

    public void WriteHeartbeat(DateTimeOffset at, bool always) =>
        Statements.WriteHeartbeat.Bind(1, SqliteColumns.ToMicroseconds(at)).Bind(2, always).Bind(3, replica.Id).Run();

    /// <summary>What readers still hold back stays in the log, which is as durable.</summary>
    public void Checkpoint()
    {
        if (_connection is { Handle: { } handle })
        {
            raw.sqlite3_wal_checkpoint_v2(handle, null, raw.SQLITE_CHECKPOINT_TRUNCATE, out _, out _);
        }
    }

    public void Dispose() => Close();

    /// <summary>A full disk and a lock pass by themselves; after anything worse the file is opened anew.</summary>
    private static bool IsBroken(int code) =>
        code is raw.SQLITE_IOERR or raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_CANTOPEN or raw.SQLITE_NOMEM or raw.SQLITE_READONLY;

    private SqliteLedgerStatements Open()
    {
        try
        {
            _connection = new SqliteConnection(SqliteStorage.ConnectionString(databasePath, isPooled: false));
            _connection.Open();
            using var settings = _connection.CreateCommand();
            settings.CommandText = Settings;
            settings.ExecuteNonQuery();
            return new SqliteLedgerStatements(_connection.Handle!);
        }
        catch (Exception failure) when (failure is SqliteException or LedgerStoreException)
        {
            Close();
            throw failure as LedgerStoreException ?? new LedgerStoreException(failure.Message, failure);
        }
    }

    private void Close()
    {
        _statements?.Dispose();
        _statements = null;
        _connection?.Dispose();
        _connection = null;
    }
}
