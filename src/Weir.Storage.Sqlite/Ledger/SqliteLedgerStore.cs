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
internal sealed class SqliteLedgerStore(Func<SqliteWriteConnection> connect, LedgerReplica replica) : ILedgerStore
{
    /// <summary>Model names come from callers, so what is remembered of them is bounded; beyond, it is looked up anew.</summary>
    private const int MostNames = 4_096;

    private readonly Dictionary<string, long> _names = [];

    /// <summary>This process's own pending reservations, as far as they are remembered: nobody else changes them, so they need not be read to be ended.</summary>
    private readonly Dictionary<AttemptId, Reservation> _open = [];

    private SqliteWriteConnection? _connection;
    private long _version;

    /// <summary>The write connection; null while it is closed.</summary>
    internal SqliteWriteConnection? Connection => _connection;

    public IRetentionStore Retention => field ??= new SqliteRetentionStore(() => Statements);

    private SqliteLedgerStatements Statements => _connection?.Statements ?? throw new InvalidOperationException("No transaction is open.");

    public bool Begin(LedgerNeeds needs)
    {
        var isNew = _connection is null;
        _connection ??= connect();
        Statements.Begin.Run();
        var version = Statements.Version.RunScalar()!.Value;
        var isStale = isNew || version != _version;
        _version = version;
        if (isStale)
        {
            _open.Clear();
        }

        return isStale;
    }

    public void Commit() => Statements.Commit.Run();

    public void Rollback()
    {
        // What was made within it is gone with it.
        _names.Clear();
        _open.Clear();
        if (_connection?.TryRollback() == false)
        {
            Dispose();
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

    public void Insert(Reservation reservation)
    {
        Statements.InsertReservation.Bind(reservation).Run();
        _open[new(reservation.Id)] = reservation.Copy();
    }

    public bool TryEnd(AttemptId attempt, Reservation ended)
    {
        if (_open.Remove(attempt, out var known))
        {
            known.CopyTo(ended);
            return Statements.EndKnown.Bind(1, attempt.Value).RunChanges();
        }

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

    public void Shrink(Reservation reservation)
    {
        Statements.ShrinkReservation
            .Bind(1, reservation.Id).Bind(2, reservation.Input)
            .Bind(3, reservation.FixedNanoDollars).Bind(4, reservation.NanoDollars)
            .Bind(5, reservation.Windows)
            .Run();
        _open.Remove(new(reservation.Id));
    }

    public bool TryKeepProvisional(AttemptId attempt, DateTimeOffset abandonedAt)
    {
        _open.Remove(attempt);
        return Statements.KeepProvisional.Bind(1, attempt.Value).Bind(2, SqliteColumns.ToMicroseconds(abandonedAt)).RunChanges();
    }

    public void Insert(LedgerEntry entry) => Statements.InsertEntry.Bind(entry).Run();

    public long InsertCorrection(LedgerEntry entry, Correction correction)
    {
        Insert(entry);
        correction.EntryId = raw.sqlite3_last_insert_rowid(_connection!.Database);
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

    public void Checkpoint() => _connection?.Checkpoint();

    public void Dispose()
    {
        _connection?.Dispose();
        _connection = null;
    }
}
