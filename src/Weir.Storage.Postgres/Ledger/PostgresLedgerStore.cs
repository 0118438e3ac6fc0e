using System.Data;
using Npgsql;
using Weir.Accounting;
using Weir.Storage.Ledger;
using Weir.Storage.Ledger.Corrections;
using Weir.Storage.Ledger.Retention;
using Weir.Storage.Ledger.Writing;

namespace Weir.Storage.Postgres.Ledger;

/// <summary>
/// The ledger on PostgreSQL, shared by any number of replicas. A transaction takes two trips: one reads and locks the reservations and then
/// the windows, each in the order of their ids so that no two replicas ever wait for each other, and one writes all that came of it and commits.
/// Everything in between happens in memory.
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

    /// <summary>Model names come from callers, so what is remembered of them is bounded; beyond, it is looked up anew.</summary>
    private const int MostNames = 4_096;

    private readonly Dictionary<string, long> _names = [];
    private readonly FetchedRows _fetched = new();
    private readonly BufferedWrites _writes = new();
    private NpgsqlConnection? _connection;
    private bool _isOpen;
    private long? _lastBeat;

    public bool IsSureOfDeaths => false;

    public IRetentionStore Retention => field ??= new PostgresRetentionStore(() => _connection!, _writes);

    public bool Begin(LedgerNeeds needs)
    {
        _fetched.Clear();
        _writes.Clear();
        Guarded(() =>
        {
            if (!_fetched.Knows(needs) || !TryLock(needs))
            {
                // Out of the transaction again, if there is one: windows are made by whoever holds no locks.
                Rollback();
                _fetched.Clear();
                _fetched.Learn(Connect(), needs);
                TryLock(needs);
            }
        });
        return true;
    }

    public void Commit()
    {
        var isBeating = _writes.IsBeating;
        try
        {
            Guarded(() => _writes.Commit(_connection!));
        }
        catch (LedgerStoreException failure) when (!failure.IsConflict)
        {
            // The answer may have been lost on its way, and not the commit.
            throw new LedgerStoreException(failure.Message, failure) { IsOutcomeUnknown = true };
        }

        _isOpen = false;
        _lastBeat = isBeating ? time.GetTimestamp() : _lastBeat;
    }

    public void Rollback()
    {
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

    public BudgetTerms? FindBudget(BudgetId budget) => _fetched.FindBudget(budget) ?? Guarded(() => KnownBudgets.Read(_connection!, budget));

    public WindowAccount FindWindow(BudgetTerms budget, WindowSpan span) =>
        _fetched.FindWindow(budget.Id, span.Start) ?? Guarded(() => _fetched.MakeWindow(_connection!, budget, span));

    public WindowAccount? FindWindow(long id) => _fetched.FindWindow(id) ?? Guarded(() => _fetched.LockWindow(_connection!, id));

    /// <summary>The row is locked, so it still holds what was read.</summary>
    public bool TryWrite(WindowAccount window)
    {
        _writes.Write(window);
        return true;
    }

    /// <summary>By a connection of its own, so that a name stays when the transaction is rolled back, and nobody waits for it.</summary>
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

        return _names[text] = Guarded(() => FindName(text));
    }

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
        correction.EntryId = Guarded(() => EntryRows.NextId(_connection!));
        var row = entry.Copy();
        row.Id = correction.EntryId;
        _writes.Insert(row, correction);
        return row.Id;
    }

    /// <summary>With those that this transaction is to write.</summary>
    public LedgerEntry? FindEntries(AttemptId attempt) => EntryRows.Sum(Guarded(() => EntryRows.Read(_connection!, attempt)).Concat(_writes.EntriesOf(attempt)));

    public void Add(UsageSum sum) => _writes.Add(sum);

    public void Add(UsageTotal total) => _writes.Add(total);

    public IReadOnlyList<(Reservation Reservation, DateTimeOffset LastBeat)> ReadAbandoned() => Guarded(() => _fetched.LockAbandoned(_connection!, replica.Id));

    public IReadOnlyList<Reservation> ReadExpired(DateTimeOffset before) => Guarded(() => _fetched.LockExpired(_connection!, before));

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

    private long FindName(string text)
    {
        using var command = source.CreateCommand("""
            WITH made AS (INSERT INTO names (text) VALUES ($1) ON CONFLICT (text) DO NOTHING RETURNING id)
            SELECT id FROM made UNION ALL SELECT id FROM names WHERE text = $1 LIMIT 1
            """);
        command.Parameters.Add(new() { Value = text });
        return (long)command.ExecuteScalar()!;
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

    internal static void Guarded(Action work) => Guarded<object?>(() =>
    {
        work();
        return null;
    });

    /// <summary>What a row may not hold it may not hold later either: a fault of one command, which would be tried again for ever as a trouble of the store.</summary>
    private static bool IsFault(Exception failure) =>
        failure is PostgresException { SqlState: var state } && (state.StartsWith("22", StringComparison.Ordinal) || state.StartsWith("23", StringComparison.Ordinal));

    internal static T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException or IOException or InvalidOperationException && !IsFault(failure))
        {
            throw new LedgerStoreException(failure.Message, failure) { IsConflict = PostgresEngine.IsUndone(failure) };
        }
    }
}
