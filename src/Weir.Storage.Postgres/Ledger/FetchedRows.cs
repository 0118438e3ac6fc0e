using Npgsql;
using Weir.Accounting;
using Weir.Storage.Ledger;
using Weir.Storage.Ledger.Writing;

namespace Weir.Storage.Postgres.Ledger;

/// <summary>
/// What a transaction works on, read and locked before anything is decided, or given by <see cref="RememberedRows"/>. Locks are taken on reservations first, then on the entries of
/// attempts that are corrected, then on windows, each by rising id: whoever follows that order can wait for another, but no two for each other.
/// What can be known only later is locked out of that order; should two wait for each other then, the server undoes one, which runs again.
/// </summary>
internal sealed class FetchedRows
{
    /// <summary>The windows that a reservation names, as <see cref="WindowShares"/> packs them: eight bytes of sixteen, the lowest first.</summary>
    private static readonly string NamedWindow =
        string.Join(" | ", Enumerable.Range(0, 8).Select(i => $"(get_byte(r.windows, o + {i})::bigint << {8 * i})"));

    private static readonly string WindowsById = WindowsAmong("$1");

    /// <summary>Of spans, and of reservations that are locked already: the server knows their windows, so nobody has to ask first.</summary>
    private static readonly string WindowsNeeded = WindowsAmong(
        $"""
        ARRAY(
            SELECT s.id FROM {Unnested.Rows(["uuid", "timestamptz"])} AS wanted (budget_id, starts_at) JOIN budget_windows s USING (budget_id, starts_at)
            UNION ALL
            SELECT {NamedWindow} FROM reservations r CROSS JOIN generate_series(0, length(r.windows) - 16, 16) AS o WHERE r.id = ANY($3))
        """);

    private readonly KnownBudgets _known = new();
    private readonly Dictionary<AttemptId, Reservation> _reservations = [];

    /// <summary>What this transaction has ended: the server still has it.</summary>
    private readonly HashSet<AttemptId> _removed = [];

    private readonly Dictionary<BudgetId, BudgetTerms> _budgets = [];
    private readonly Dictionary<(BudgetId Budget, DateTimeOffset Start), WindowAccount> _windowsBySpan = [];
    private readonly Dictionary<long, WindowAccount> _windows = [];

    public void Clear()
    {
        _reservations.Clear();
        _removed.Clear();
        _budgets.Clear();
        _windowsBySpan.Clear();
        _windows.Clear();
    }

    /// <summary>All that this transaction has looked at, as it stands with what it has done.</summary>
    public IReadOnlyCollection<Reservation> Reservations => _reservations.Values;

    public IReadOnlyCollection<WindowAccount> Windows => _windows.Values;

    public IReadOnlyCollection<AttemptId> Removed => _removed;

    public Reservation? Find(AttemptId attempt) => _reservations.GetValueOrDefault(attempt);

    public void Add(Reservation reservation) => _reservations[new(reservation.Id)] = reservation.Copy();

    /// <summary>The first that is added of a window stays.</summary>
    public void Add(WindowAccount window)
    {
        if (_windows.TryAdd(window.Id, window))
        {
            _windowsBySpan[(window.Budget.Id, window.Span.Start)] = window;
            _budgets[window.Budget.Id] = window.Budget;
        }
    }

    public void Remove(AttemptId attempt)
    {
        _reservations.Remove(attempt);
        _removed.Add(attempt);
    }

    public BudgetTerms? FindBudget(BudgetId budget) => _budgets.GetValueOrDefault(budget);

    public WindowAccount? FindWindow(BudgetId budget, DateTimeOffset start) => _windowsBySpan.GetValueOrDefault((budget, start));

    public WindowAccount? FindWindow(long id) => _windows.GetValueOrDefault(id);

    public bool Knows(LedgerNeeds needs) => _known.Has(needs);

    public void Learn(NpgsqlConnection connection, LedgerNeeds needs) => _known.Learn(connection, needs);

    public List<(BudgetTerms Budget, WindowSpan Span)> Spans(LedgerNeeds needs) => _known.Spans(needs);

    /// <summary>
    /// Begins the transaction, and locks what it needs. False: the budgets are no longer as they are known to be, so that other windows would
    /// have to be locked.
    /// </summary>
    public bool TryLock(NpgsqlConnection connection, LedgerNeeds needs)
    {
        var spans = Spans(needs);
        var attempts = needs.Attempts.Select(attempt => attempt.Value).ToArray();
        LockNeeded(connection, spans, attempts);
        var provisional = _reservations.Values.Where(reservation => reservation.State == ReservationState.Provisional).Select(reservation => reservation.Id);
        LockWindows(connection, [.. LockEntries(connection, [.. needs.Corrected.Select(attempt => attempt.Value).Union(provisional)])]);
        return spans.TrueForAll(window => FindWindow(window.Budget.Id, window.Span.Start) is { } found && _known.Agrees(found.Budget));
    }

    private void LockNeeded(NpgsqlConnection connection, List<(BudgetTerms Budget, WindowSpan Span)> spans, Guid[] attempts)
    {
        using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new("BEGIN"));
        batch.BatchCommands.Add(Unnested.Command($"SELECT {ReservationRows.Columns} FROM reservations WHERE id = ANY($1) ORDER BY id FOR UPDATE", attempts));
        batch.BatchCommands.Add(Unnested.Command(
            WindowsNeeded,
            spans.ConvertAll(window => window.Budget.Id.Value),
            spans.ConvertAll(window => window.Span.Start),
            attempts));
        batch.Prepare();
        using var row = batch.ExecuteReader();
        // The statement that begins the transaction has no rows, and is passed over.
        while (row.Read())
        {
            Add(ReservationRows.Read(row));
        }

        row.NextResult();
        ReadWindows(row);
    }

    /// <summary>For what nobody could foresee.</summary>
    public WindowAccount MakeWindow(NpgsqlConnection connection, BudgetTerms budget, WindowSpan span)
    {
        KnownBudgets.MakeWindows(connection, [(budget, span)]);
        using (var batch = new NpgsqlBatch(connection))
        {
            batch.BatchCommands.Add(Unnested.Command(WindowsNeeded, new[] { budget.Id.Value }, new[] { span.Start }, Array.Empty<Guid>()));
            using var row = batch.ExecuteReader();
            ReadWindows(row);
        }

        return _windowsBySpan[(budget.Id, span.Start)];
    }

    public WindowAccount? LockWindow(NpgsqlConnection connection, long id)
    {
        LockWindows(connection, [id]);
        return FindWindow(id);
    }

    /// <summary>
    /// The pending reservations of replicas whose heartbeat is stale, if this one's own is not in doubt: after a time in which nobody could
    /// beat, the first to come back finds the others' beats as old as its own.
    /// Found when locks are held already, so what another has locked is left to it.
    /// </summary>
    public IReadOnlyList<(Reservation Reservation, DateTimeOffset LastBeat)> LockAbandoned(NpgsqlConnection connection, Guid self)
    {
        using var command = new NpgsqlCommand(
            $"""
            SELECT {ReservationRows.Columns}, coalesce((SELECT at FROM heartbeats WHERE replica_id = reservations.replica_id), 'epoch')
            FROM reservations
            WHERE state = 0 AND replica_id <> $1
                AND EXISTS (SELECT 1 FROM heartbeats WHERE replica_id = $1 AND at - since >= {BeatTimes.Unbroken} AND clock_timestamp() - at < {BeatTimes.Gap})
                AND NOT EXISTS (SELECT 1 FROM heartbeats WHERE replica_id = reservations.replica_id AND clock_timestamp() - at < {BeatTimes.Stale})
            ORDER BY id FOR UPDATE SKIP LOCKED
            """,
            connection);
        command.Parameters.Add(new() { Value = self });
        command.Prepare();
        var abandoned = new List<(Reservation, DateTimeOffset)>();
        using (var row = command.ExecuteReader())
        {
            while (row.Read())
            {
                if (AsItIsNow(ReservationRows.Read(row), ReservationState.Pending) is { } reservation)
                {
                    abandoned.Add((reservation, row.GetFieldValue<DateTimeOffset>(ReservationRows.Count)));
                }
            }
        }

        LockWindows(connection, [.. abandoned.SelectMany(entry => WindowIds(entry.Item1))]);
        return abandoned;
    }

    public IReadOnlyList<Reservation> LockExpired(NpgsqlConnection connection, DateTimeOffset before)
    {
        using var command = new NpgsqlCommand(
            $"SELECT {ReservationRows.Columns} FROM reservations WHERE state = 1 AND abandoned_at < $1 ORDER BY id FOR UPDATE SKIP LOCKED", connection);
        command.Parameters.Add(new() { Value = before });
        command.Prepare();
        var expired = new List<Reservation>();
        using (var row = command.ExecuteReader())
        {
            while (row.Read())
            {
                if (AsItIsNow(ReservationRows.Read(row), ReservationState.Provisional) is { } reservation)
                {
                    expired.Add(reservation);
                }
            }
        }

        LockEntries(connection, [.. expired.Select(reservation => reservation.Id)]);
        LockWindows(connection, [.. expired.SelectMany(WindowIds)]);
        return expired;
    }

    /// <summary>A row of the server with what this transaction has done to it; null when that has ended it, or put it in another state.</summary>
    private Reservation? AsItIsNow(Reservation read, ReservationState state)
    {
        var attempt = new AttemptId(read.Id);
        if (_removed.Contains(attempt))
        {
            return null;
        }

        if (_reservations.TryAdd(attempt, read))
        {
            return read.Copy();
        }

        return _reservations[attempt] is var known && known.State == state ? known.Copy() : null;
    }

    public static IEnumerable<long> WindowIds(Reservation reservation) =>
        Enumerable.Range(0, WindowShares.Count(reservation.Windows)).Select(i => WindowShares.Share(reservation.Windows, i).Window);

    private static string WindowsAmong(string ids) => $"""
        SELECT w.id, w.posted, w.pending, w.starts_at, w.ends_at, {KnownBudgets.Columns}
        FROM budget_windows w JOIN budgets b ON b.id = w.budget_id
        WHERE w.id = ANY({ids})
        ORDER BY w.id FOR UPDATE OF w
        """;

    private void LockWindows(NpgsqlConnection connection, long[] ids)
    {
        if (ids.Length == 0)
        {
            return;
        }

        using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Unnested.Command(WindowsById, ids));
        batch.Prepare();
        using var row = batch.ExecuteReader();
        ReadWindows(row);
    }

    private void ReadWindows(NpgsqlDataReader row)
    {
        while (row.Read())
        {
            var span = new WindowSpan(row.GetFieldValue<DateTimeOffset>(3), row.IsDBNull(4) ? null : row.GetFieldValue<DateTimeOffset>(4));
            Add(new WindowAccount(row.GetInt64(0), KnownBudgets.ReadTerms(row, 5), span, row.GetInt64(1), row.GetInt64(2)));
        }
    }

    /// <summary>Two that correct one attempt would each add the difference to what both have read: the second waits for the first.</summary>
    /// <returns>The windows that the entries are in.</returns>
    private static List<long> LockEntries(NpgsqlConnection connection, Guid[] attempts)
    {
        var windows = new List<long>();
        if (attempts.Length == 0)
        {
            return windows;
        }

        using var command = new NpgsqlCommand("SELECT windows FROM token_usage WHERE attempt_id = ANY($1) AND kind < 2 ORDER BY id FOR UPDATE", connection);
        command.Parameters.Add(new() { Value = attempts });
        command.Prepare();
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            var ids = row.GetFieldValue<byte[]>(0);
            windows.AddRange(Enumerable.Range(0, WindowShares.CountIds(ids)).Select(i => WindowShares.Id(ids, i)));
        }

        return windows;
    }
}
