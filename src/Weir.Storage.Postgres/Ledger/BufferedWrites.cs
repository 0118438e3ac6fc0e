using Npgsql;
using Weir.Accounting;
using Weir.Storage.Ledger;
using Weir.Storage.Ledger.Corrections;
using Weir.Storage.Ledger.Writing;

namespace Weir.Storage.Postgres.Ledger;

/// <summary>What a transaction is to write, gathered for one trip that also commits it. Reused from one transaction to the next.</summary>
internal sealed class BufferedWrites
{
    private const string Deletion = "DELETE FROM reservations WHERE id = ANY($1)";

    private static readonly string PendingDeletion = Assumption.All($"{Deletion} AND state = 0", "cardinality($1)");

    private static readonly RowColumns<Reservation> Lowered = new()
    {
        { "id", row => row.Id },
        { "input", row => row.Input },
        { "fixed", row => row.FixedNanoDollars },
        { "nano", row => row.NanoDollars },
        { "windows", row => row.Windows },
    };

    private static readonly RowStatement<Reservation> Shrinking = new(Lowered, (rows, _) => Shrink(rows));

    private static readonly RowStatement<Reservation> PendingShrinking = new(Lowered, (rows, count) => Assumption.All($"{Shrink(rows)} AND reservations.state = 0", count));

    private static readonly RowStatement<(AttemptId Attempt, DateTimeOffset At)> Keeping = new(
        new() { { "id", kept => kept.Attempt.Value }, { "at", kept => kept.At } },
        (rows, _) => $"UPDATE reservations SET state = 1, abandoned_at = given.at FROM {rows} WHERE reservations.id = given.id");

    private static readonly RowStatement<Correction> CorrectionInsertion = RowStatement<Correction>.Insert("corrections", new()
    {
        { "entry_id", row => row.EntryId },
        { "attempt_id", row => row.AttemptId },
        { "made_by", row => row.MadeBy },
        { "made_at", row => row.MadeAt },
        { "reason", row => row.Reason },
    });

    private static readonly RowStatement<(long Window, long Posted, long Pending)> WindowAddition = new(
        new() { { "id", added => added.Window }, { "posted", added => added.Posted }, { "pending", added => added.Pending } },
        (rows, _) => $"""
            UPDATE budget_windows SET posted = budget_windows.posted + given.posted, pending = budget_windows.pending + given.pending
            FROM {rows} WHERE budget_windows.id = given.id
            """);

    private readonly Dictionary<AttemptId, Reservation> _inserted = [];
    private readonly HashSet<AttemptId> _deleted = [];
    private readonly List<(AttemptId Attempt, DateTimeOffset At)> _kept = [];
    private readonly Dictionary<AttemptId, Reservation> _shrunk = [];
    private readonly List<LedgerEntry> _entries = [];
    private readonly List<(LedgerEntry Entry, Correction Correction)> _corrections = [];
    private readonly Dictionary<long, (long Posted, long Pending)> _windows = [];
    private readonly List<UsageSum> _sums = [];
    private readonly List<UsageTotal> _totals = [];
    private DateTimeOffset? _dropBeatsBefore;
    private Guid? _beating;

    public bool IsBeating => _beating is not null;

    public void Insert(Reservation reservation) => _inserted[new(reservation.Id)] = reservation.Copy();

    /// <summary>One that this transaction itself would insert never gets to the server.</summary>
    public void Delete(AttemptId attempt)
    {
        _shrunk.Remove(attempt);
        if (!_inserted.Remove(attempt))
        {
            _deleted.Add(attempt);
        }
    }

    public void Keep(AttemptId attempt, DateTimeOffset abandonedAt) => _kept.Add((attempt, abandonedAt));

    public void Shrink(Reservation reservation)
    {
        var attempt = new AttemptId(reservation.Id);
        (_inserted.ContainsKey(attempt) ? _inserted : _shrunk)[attempt] = reservation.Copy();
    }

    /// <summary>The writer reuses its entry, so a copy is kept.</summary>
    public void Insert(LedgerEntry entry) => _entries.Add(entry.Copy());

    /// <summary>The entry has its id.</summary>
    public void Insert(LedgerEntry entry, Correction correction) => _corrections.Add((entry, correction));

    public IEnumerable<LedgerEntry> EntriesOf(AttemptId attempt) =>
        _entries.Concat(_corrections.Select(correction => correction.Entry)).Where(entry => entry.AttemptId == attempt.Value);

    public bool Corrects => _corrections.Count > 0 || _entries.Exists(entry => entry.Kind == LedgerEntryKind.Correction);

    public void Write(WindowAccount window) => _windows[window.Id] = (window.Posted - window.DurablePosted, window.Pending - window.DurablePending);

    public void Add(UsageSum sum) => _sums.Add(sum);

    public void Add(UsageTotal total) => _totals.Add(total);

    public void DropHeartbeats(DateTimeOffset before) => _dropBeatsBefore = before;

    public void Beat(Guid replica) => _beating = replica;

    public void Clear()
    {
        _inserted.Clear();
        _deleted.Clear();
        _kept.Clear();
        _shrunk.Clear();
        _entries.Clear();
        _corrections.Clear();
        _windows.Clear();
        _sums.Clear();
        _totals.Clear();
        (_dropBeatsBefore, _beating) = (null, null);
    }

    /// <summary>
    /// Returns when all is on the disk. The locks go before that: the commit itself doesn't wait for the disk, the statement behind it does,
    /// with all of the log before it. So replicas that share a budget wait for each other's work and not for each other's disk. Who builds on
    /// what isn't there yet is no sooner on the disk than that.
    /// </summary>
    /// <param name="connection">Where.</param>
    /// <param name="assumed">Null in a transaction that has locked what it works on; else the windows it took for what it remembers.</param>
    public void Commit(NpgsqlConnection connection, IEnumerable<WindowAccount>? assumed)
    {
        using var batch = new NpgsqlBatch(connection);
        if (assumed is not null)
        {
            batch.BatchCommands.Add(new("BEGIN"));
        }

        batch.BatchCommands.Add(new("SET LOCAL synchronous_commit = off"));
        AddReservations(batch, assumed is not null);
        AddEntries(batch);
        // From here on others wait who share these: nothing that could come before comes after.
        if (assumed?.Where(window => window.Taken is not null || _windows.ContainsKey(window.Id)).ToList() is { Count: > 0 } windows)
        {
            batch.BatchCommands.Add(Assumption.Of(windows));
        }

        AddWindows(batch);
        AddHeartbeats(batch);
        batch.BatchCommands.Add(new("COMMIT"));
        // A transaction of its own, the least that must be on the disk when it ends.
        batch.BatchCommands.Add(new("SELECT pg_logical_emit_message(true, 'weir', '')"));
        // Each statement once for a connection.
        batch.Prepare();
        batch.ExecuteNonQuery();
        Clear();
    }

    private void AddReservations(NpgsqlBatch batch, bool isAssuming)
    {
        if (_deleted.Count > 0)
        {
            batch.BatchCommands.Add(Unnested.Command(isAssuming ? PendingDeletion : Deletion, _deleted.Select(attempt => attempt.Value).ToArray()));
        }

        if (_kept.Count > 0)
        {
            batch.BatchCommands.Add(Keeping.Of(_kept));
        }

        if (_shrunk.Count > 0)
        {
            batch.BatchCommands.Add((isAssuming ? PendingShrinking : Shrinking).Of([.. _shrunk.Values]));
        }

        if (_inserted.Count > 0)
        {
            batch.BatchCommands.Add(ReservationRows.Insert([.. _inserted.Values]));
        }
    }

    private void AddEntries(NpgsqlBatch batch)
    {
        if (_entries.Count > 0)
        {
            batch.BatchCommands.Add(EntryRows.Insert(_entries));
        }

        if (_corrections.Count > 0)
        {
            batch.BatchCommands.Add(EntryRows.InsertWithIds(_corrections.ConvertAll(row => row.Entry)));
            batch.BatchCommands.Add(CorrectionInsertion.Of(_corrections.ConvertAll(row => row.Correction)));
        }
    }

    private void AddWindows(NpgsqlBatch batch)
    {
        if (_windows.Count > 0)
        {
            batch.BatchCommands.Add(WindowAddition.Of([.. _windows.Select(added => (added.Key, added.Value.Posted, added.Value.Pending))]));
        }

        if (_sums.Count > 0)
        {
            batch.BatchCommands.Add(UsageRows.Add(_sums));
            batch.BatchCommands.Add(UsageRows.Add(_totals));
        }
    }

    private static string Shrink(string rows) =>
        $"""
        UPDATE reservations SET input = given.input, input_is_reported = true, fixed_nano_dollars = given.fixed, nano_dollars = given.nano, windows = given.windows
        FROM {rows} WHERE reservations.id = given.id
        """;

    private void AddHeartbeats(NpgsqlBatch batch)
    {
        if (_dropBeatsBefore is { } before)
        {
            batch.BatchCommands.Add(Unnested.Command(
                "DELETE FROM heartbeats WHERE at < $1 AND NOT EXISTS (SELECT 1 FROM reservations r WHERE r.replica_id = heartbeats.replica_id AND r.state = 0)",
                before));
        }

        if (_beating is { } beating)
        {
            // By the server's clock, which all replicas share.
            batch.BatchCommands.Add(Unnested.Command(
                $"""
                INSERT INTO heartbeats (replica_id, at, since) VALUES ($1, clock_timestamp(), clock_timestamp())
                ON CONFLICT (replica_id) DO UPDATE SET
                    since = CASE WHEN excluded.at - heartbeats.at < {BeatTimes.Gap} THEN heartbeats.since ELSE excluded.since END, at = excluded.at
                """,
                beating));
        }
    }
}
