using Npgsql;
using Weir.Accounting;
using Weir.Storage.Ledger;
using Weir.Storage.Ledger.Writing;

namespace Weir.Storage.Postgres.Ledger;

/// <summary>
/// What a transaction works on, read and locked before anything is decided. Locks are taken on reservations first, then on windows, each
/// by rising id: whoever follows that order can wait for another, but no two for each other. What can be known only later is locked out of
/// that order; should two wait for each other then, the server undoes one, which runs again.
/// </summary>
internal sealed class FetchedRows
{
    private const string BudgetColumns = "b.id, b.subject_kind, b.unit, b.window_kind, b.time_zone, b.cap, b.when_short";

    private readonly Dictionary<AttemptId, Reservation> _reservations = [];
    private readonly Dictionary<BudgetId, BudgetTerms> _budgets = [];
    private readonly Dictionary<(BudgetId Budget, DateTimeOffset Start), WindowAccount> _windowsBySpan = [];
    private readonly Dictionary<long, WindowAccount> _windows = [];

    public void Clear()
    {
        _reservations.Clear();
        _budgets.Clear();
        _windowsBySpan.Clear();
        _windows.Clear();
    }

    public Reservation? Find(AttemptId attempt) => _reservations.GetValueOrDefault(attempt);

    public void Add(Reservation reservation) => _reservations[new(reservation.Id)] = reservation.Copy();

    public void Remove(AttemptId attempt) => _reservations.Remove(attempt);

    public BudgetTerms? FindBudget(BudgetId budget) => _budgets.GetValueOrDefault(budget);

    public WindowAccount? FindWindow(BudgetId budget, DateTimeOffset start) => _windowsBySpan.GetValueOrDefault((budget, start));

    public WindowAccount? FindWindow(long id) => _windows.GetValueOrDefault(id);

    /// <summary>
    /// The terms of the budgets, and their windows made where they are missing. Before the transaction begins: whoever makes a window
    /// holds no lock that another could wait for meanwhile.
    /// </summary>
    public void ReadBudgets(NpgsqlConnection connection, LedgerNeeds needs)
    {
        if (needs.Budgets.Count == 0)
        {
            return;
        }

        using (var command = new NpgsqlCommand($"SELECT {BudgetColumns} FROM budgets b WHERE b.id = ANY($1)", connection))
        {
            command.Parameters.Add(new() { Value = needs.Budgets.Select(budget => budget.Value).ToArray() });
            using var row = command.ExecuteReader();
            while (row.Read())
            {
                var terms = ReadTerms(row, 0);
                _budgets[terms.Id] = terms;
            }
        }

        MakeWindows(connection, [.. _budgets.Values.SelectMany(terms => Spans(terms, needs).Select(span => (terms, span)))]);
    }

    /// <summary>Begins the transaction, and locks what it needs.</summary>
    public void Lock(NpgsqlConnection connection, LedgerNeeds needs)
    {
        using (var batch = new NpgsqlBatch(connection))
        {
            batch.BatchCommands.Add(new("BEGIN"));
            batch.BatchCommands.Add(Unnested.Command(
                $"SELECT {ReservationRows.Columns} FROM reservations WHERE id = ANY($1) ORDER BY id FOR UPDATE",
                needs.Attempts.Select(attempt => attempt.Value).ToArray()));
            using var row = batch.ExecuteReader();
            ReadReservations(row);
        }

        var spans = _budgets.Values.SelectMany(terms => Spans(terms, needs).Select(span => (terms.Id, span.Start))).ToList();
        var ids = _reservations.Values.SelectMany(WindowIds).ToArray();
        LockWindows(connection, ids, spans);
    }

    public static BudgetTerms? ReadBudget(NpgsqlConnection connection, BudgetId budget)
    {
        using var command = new NpgsqlCommand($"SELECT {BudgetColumns} FROM budgets b WHERE b.id = $1", connection);
        command.Parameters.Add(new() { Value = budget.Value });
        using var row = command.ExecuteReader();
        return row.Read() ? ReadTerms(row, 0) : null;
    }

    /// <summary>For what nobody could foresee.</summary>
    public WindowAccount MakeWindow(NpgsqlConnection connection, BudgetTerms budget, WindowSpan span)
    {
        MakeWindows(connection, [(budget, span)]);
        LockWindows(connection, [], [(budget.Id, span.Start)]);
        return _windowsBySpan[(budget.Id, span.Start)];
    }

    public WindowAccount? LockWindow(NpgsqlConnection connection, long id)
    {
        LockWindows(connection, [id], []);
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
        var abandoned = new List<(Reservation, DateTimeOffset)>();
        using (var row = command.ExecuteReader())
        {
            while (row.Read())
            {
                var reservation = ReservationRows.Read(row);
                _reservations[new(reservation.Id)] = reservation.Copy();
                abandoned.Add((reservation, row.GetFieldValue<DateTimeOffset>(ReservationRows.Count)));
            }
        }

        LockWindows(connection, [.. abandoned.SelectMany(entry => WindowIds(entry.Item1))], []);
        return abandoned;
    }

    public IReadOnlyList<Reservation> LockExpired(NpgsqlConnection connection, DateTimeOffset before)
    {
        using var command = new NpgsqlCommand(
            $"SELECT {ReservationRows.Columns} FROM reservations WHERE state = 1 AND abandoned_at < $1 ORDER BY id FOR UPDATE SKIP LOCKED", connection);
        command.Parameters.Add(new() { Value = before });
        var expired = new List<Reservation>();
        using (var row = command.ExecuteReader())
        {
            while (row.Read())
            {
                var reservation = ReservationRows.Read(row);
                _reservations[new(reservation.Id)] = reservation.Copy();
                expired.Add(reservation);
            }
        }

        LockWindows(connection, [.. expired.SelectMany(WindowIds)], []);
        return expired;
    }

    private static IEnumerable<long> WindowIds(Reservation reservation) =>
        Enumerable.Range(0, WindowShares.Count(reservation.Windows)).Select(i => WindowShares.Share(reservation.Windows, i).Window);

    /// <summary>The admissions of one commit lie close together: in one window, or in two.</summary>
    private static IEnumerable<WindowSpan> Spans(BudgetTerms terms, LedgerNeeds needs)
    {
        var zone = TimeZones.Find(terms.TimeZone);
        var first = WindowSpan.Of(terms.Window, zone, needs.Earliest);
        yield return first;
        if (!first.Contains(needs.Latest))
        {
            yield return WindowSpan.Of(terms.Window, zone, needs.Latest);
        }
    }

    private static void MakeWindows(NpgsqlConnection connection, List<(BudgetTerms Budget, WindowSpan Span)> windows)
    {
        if (windows.Count == 0)
        {
            return;
        }

        windows.Sort(static (one, other) => (one.Budget.Id.Value, one.Span.Start).CompareTo((other.Budget.Id.Value, other.Span.Start)));
        using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Unnested.Command(
            $"""
            INSERT INTO budget_windows (budget_id, starts_at, ends_at, posted, pending)
            SELECT wanted.*, 0, 0 FROM {Unnested.Rows(["uuid", "timestamptz", "timestamptz"])} AS wanted (budget_id, starts_at, ends_at)
            WHERE NOT EXISTS (SELECT 1 FROM budget_windows w WHERE w.budget_id = wanted.budget_id AND w.starts_at = wanted.starts_at)
            ON CONFLICT (budget_id, starts_at) DO NOTHING
            """,
            windows.ConvertAll(window => window.Budget.Id.Value),
            windows.ConvertAll(window => window.Span.Start),
            windows.ConvertAll(window => window.Span.End)));
        batch.ExecuteNonQuery();
    }

    private void LockWindows(NpgsqlConnection connection, long[] ids, List<(BudgetId Budget, DateTimeOffset Start)> spans)
    {
        if (ids.Length == 0 && spans.Count == 0)
        {
            return;
        }

        using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Unnested.Command(
            $"""
            SELECT w.id, w.posted, w.pending, w.starts_at, w.ends_at, {BudgetColumns}
            FROM budget_windows w JOIN budgets b ON b.id = w.budget_id
            WHERE w.id = ANY($1) OR (w.budget_id, w.starts_at) IN (SELECT * FROM unnest($2::uuid[], $3::timestamptz[]))
            ORDER BY w.id FOR UPDATE OF w
            """,
            ids,
            spans.ConvertAll(span => span.Budget.Value),
            spans.ConvertAll(span => span.Start)));
        using var row = batch.ExecuteReader();
        while (row.Read())
        {
            var span = new WindowSpan(row.GetFieldValue<DateTimeOffset>(3), row.IsDBNull(4) ? null : row.GetFieldValue<DateTimeOffset>(4));
            var window = new WindowAccount(row.GetInt64(0), ReadTerms(row, 5), span, row.GetInt64(1), row.GetInt64(2));
            if (_windows.TryAdd(window.Id, window))
            {
                _windowsBySpan[(window.Budget.Id, span.Start)] = window;
            }
        }
    }

    private void ReadReservations(NpgsqlDataReader row)
    {
        // The statement that begins the transaction has no rows, and is passed over.
        while (row.Read())
        {
            var reservation = ReservationRows.Read(row);
            _reservations[new(reservation.Id)] = reservation;
        }
    }

    private static BudgetTerms ReadTerms(NpgsqlDataReader row, int column) => new(
        new(row.GetGuid(column)),
        (SubjectKind)row.GetInt32(column + 1),
        (BudgetUnit)row.GetInt32(column + 2),
        (WindowKind)row.GetInt32(column + 3),
        row.GetString(column + 4),
        row.IsDBNull(column + 5) ? null : row.GetInt64(column + 5),
        (ShortRoom)row.GetInt32(column + 6));
}
