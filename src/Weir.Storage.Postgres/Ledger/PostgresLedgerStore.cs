using System.Data;
using Npgsql;
using Weir.Accounting;
using Weir.Storage.Ledger;
using Weir.Storage.Ledger.Corrections;
using Weir.Storage.Ledger.Retention;
using Weir.Storage.Ledger.Writing;

namespace Weir.Storage.Postgres.Ledger;

/// <summary>
/// The ledger on PostgreSQL, shared by any number of replicas. A transaction takes one trip where it ends what this process opened and grants all
/// that is asked for, as nearly all do: it takes for true what is remembered, and has the server check that as it writes. Any other takes two, and so
/// does one that was undone because it wasn't true: one trip reads and locks the reservations and then the windows, each in the order of their ids so
/// that no two replicas ever wait for each other, and one writes all that came of it and commits. Everything in between happens in memory.
/// </summary>
/// <param name="source">Connections, which end with it.</param>
/// <param name="replica">This process.</param>
/// <param name="time">What tells how long ago its last beat was.</param>
/// <param name="isShared">True when the connections are those of others too, and outlive it.</param>
internal sealed class PostgresLedgerStore(NpgsqlDataSource source, LedgerReplica replica, TimeProvider time, bool isShared = false) : ILedgerStore
{
    /// <summary>
    /// Who admits anything beats with it, if its last beat is so long ago: when a process that was cut off is back, others must not take
    /// what it admits before its next beat for that of a dead one.
    /// </summary>
    private static readonly TimeSpan LongAgo = 3 * HeartbeatCommand.Interval;

    private readonly NameIds _names = new(source);
    private readonly FetchedRows _fetched = new();
    private readonly RememberedRows _remembered = new(replica.Id);
    private readonly BufferedWrites _writes = new();
    private NpgsqlConnection? _connection;
    private bool _isOpen;

    /// <summary>True in a transaction that works on what is remembered.</summary>
    private bool _isAssuming;

    /// <summary>True when the last one did, and came to nothing.</summary>
    private bool _mustLock;

    private long? _lastBeat;

    public bool IsSureOfDeaths => false;

    public bool IsExact => !_isAssuming;

    public IRetentionStore Retention => field ??= new PostgresRetentionStore(() => Locked, _writes);

    /// <summary>Where to read what was not foreseen.</summary>
    private NpgsqlConnection Locked => _isAssuming ? throw LedgerStoreException.NotExact() : _connection!;

    public bool Begin(LedgerNeeds needs)
    {
        _fetched.Clear();
        _writes.Clear();
        _isAssuming = !needs.IsExact && !_mustLock && _fetched.Knows(needs) && _remembered.TryGive(needs, _fetched);
        _mustLock = false;
        StoreGuard.Run(() =>
        {
            if (_isAssuming)
            {
                Connect();
            }
            else
            {
                Lock(needs);
            }
        });
        return true;
    }

    public void Commit()
    {
        var isBeating = _writes.IsBeating;
        try
        {
            _isOpen = true;
            StoreGuard.Run(() => _writes.Commit(_connection!, _isAssuming ? _fetched.Windows : null));
        }
        catch (LedgerStoreException failure) when (!failure.IsConflict)
        {
            // The answer may have been lost on its way, and not the commit.
            throw new LedgerStoreException(failure.Message, failure) { IsOutcomeUnknown = true };
        }

        _isOpen = _isAssuming = false;
        _lastBeat = isBeating ? time.GetTimestamp() : _lastBeat;
        _remembered.Take(_fetched);
    }

    public void Rollback()
    {
        _mustLock |= _isAssuming;
        _isAssuming = false;
        if (!_isOpen)
        {
            return;
        }

        _isOpen = false;
        try
        {
            using var rollback = new NpgsqlCommand("ROLLBACK", _connection);
            rollback.ExecuteNonQuery();
        }
        catch (Exception broken) when (broken is NpgsqlException or InvalidOperationException or TimeoutException or IOException)
        {
            // The server ends the transaction with the connection.
            Close();
        }
    }

    public BudgetTerms? FindBudget(BudgetId budget) => _fetched.FindBudget(budget) ?? StoreGuard.Run(() => KnownBudgets.Read(Locked, budget));

    public WindowAccount FindWindow(BudgetTerms budget, WindowSpan span) =>
        _fetched.FindWindow(budget.Id, span.Start) ?? StoreGuard.Run(() => _fetched.MakeWindow(Locked, budget, span));

    public WindowAccount? FindWindow(long id) => _fetched.FindWindow(id) ?? StoreGuard.Run(() => _fetched.LockWindow(Locked, id));

    /// <summary>The row is locked and holds what was read, or the commit checks that it may be added to.</summary>
    public bool TryWrite(WindowAccount window)
    {
        _writes.Write(window);
        return true;
    }

    public long NameId(string text) => _names.Of(text);

    public void Insert(Reservation reservation)
    {
        _fetched.Add(reservation);
        _writes.Insert(reservation);
        if (_lastBeat is not { } last || time.GetElapsedTime(last) > LongAgo)
        {
            _writes.Beat(replica.Id);
        }
    }

    public bool TryEnd(AttemptId attempt, Reservation ended) => TryTake(attempt, ReservationState.Pending, ended);

    public bool TryEndProvisional(AttemptId attempt) => TryTake(attempt, ReservationState.Provisional, new() { Windows = [] });

    public bool TryFind(AttemptId attempt, Reservation found)
    {
        if (_fetched.Find(attempt) is not { State: ReservationState.Pending } reservation)
        {
            return false;
        }

        reservation.CopyTo(found);
        return true;
    }

    public void Shrink(Reservation reservation)
    {
        reservation.CopyTo(_fetched.Find(new(reservation.Id))!);
        _writes.Shrink(reservation);
    }

    public bool TryKeepProvisional(AttemptId attempt, DateTimeOffset abandonedAt)
    {
        if (_fetched.Find(attempt) is not { State: ReservationState.Pending } reservation)
        {
            return false;
        }

        reservation.State = ReservationState.Provisional;
        reservation.AbandonedAt = abandonedAt;
        _writes.Keep(attempt, abandonedAt);
        return true;
    }

    public void Insert(LedgerEntry entry) => _writes.Insert(entry);

    public long InsertCorrection(LedgerEntry entry, Correction correction)
    {
        correction.EntryId = StoreGuard.Run(() => EntryRows.NextId(Locked));
        var row = entry.Copy();
        row.Id = correction.EntryId;
        _writes.Insert(row, correction);
        return row.Id;
    }

    /// <summary>With those that this transaction is to write.</summary>
    public LedgerEntry? FindEntries(AttemptId attempt) => EntryRows.Sum(StoreGuard.Run(() => EntryRows.Read(Locked, attempt)).Concat(_writes.EntriesOf(attempt)));

    public void Add(UsageSum sum) => _writes.Add(sum);

    public void Add(UsageTotal total) => _writes.Add(total);

    public IReadOnlyList<(Reservation Reservation, DateTimeOffset LastBeat)> ReadAbandoned() => StoreGuard.Run(() => _fetched.LockAbandoned(Locked, replica.Id));

    public IReadOnlyList<Reservation> ReadExpired(DateTimeOffset before) => StoreGuard.Run(() => _fetched.LockExpired(Locked, before));

    public void DropHeartbeats(DateTimeOffset before) => _writes.DropHeartbeats(before);

    public void WriteHeartbeat(DateTimeOffset at, bool always) => _writes.Beat(replica.Id);

    public void Checkpoint()
    {
        // The server does that by itself.
    }

    public void Dispose()
    {
        _connection?.Dispose();
        _connection = null;
        if (!isShared)
        {
            source.Dispose();
        }
    }

    private bool TryTake(AttemptId attempt, ReservationState state, Reservation taken)
    {
        if (_fetched.Find(attempt) is not { } reservation || reservation.State != state)
        {
            return false;
        }

        reservation.CopyTo(taken);
        _fetched.Remove(attempt);
        _writes.Delete(attempt);
        return true;
    }

    private void Lock(LedgerNeeds needs)
    {
        _fetched.Clear();
        // What the server doesn't have any more is nothing to be remembered; what it has is remembered again.
        _remembered.Forget(needs.Attempts);
        if (!_fetched.Knows(needs) || !TryLock(needs))
        {
            // Out of the transaction again, if there is one: windows are made by whoever holds no locks.
            Rollback();
            _fetched.Clear();
            _fetched.Learn(Connect(), needs);
            TryLock(needs);
        }
    }

    private bool TryLock(LedgerNeeds needs)
    {
        var connection = Connect();
        _isOpen = true;
        return _fetched.TryLock(connection, needs);
    }

    /// <summary>Anew when the last one broke.</summary>
    private NpgsqlConnection Connect()
    {
        if (_connection is not { State: ConnectionState.Open })
        {
            Close();
            _connection = source.OpenConnection();
        }

        return _connection;
    }

    /// <summary>What has broken the connection has broken the pool's other one too, and each would be waited for anew.</summary>
    private void Close()
    {
        if (_connection is null)
        {
            return;
        }

        _connection.Dispose();
        _connection = null;
        source.Clear();
    }
}
