using Npgsql;
using Weir.Accounting;
using Weir.Storage.Ledger;
using Weir.Storage.Ledger.Corrections;
using Weir.Storage.Ledger.Writing;

namespace Weir.Storage.Postgres.Ledger;

/// <summary>What a transaction is to write, gathered for one trip that also commits it. Reused from one transaction to the next.</summary>
internal sealed class BufferedWrites
{
    private const string SumKey = "starts_at, user_id, upstream_id, model_id";

    private const string TotalKey = "kind, starts_at, subject_id, upstream_id, model_id";

    private static readonly (string Name, Func<UsageCounts, long> Of)[] CountColumns =
    [
        ("entries", row => row.Entries),
        ("failures", row => row.Failures),
        ("input", row => row.Input),
        ("cache_read", row => row.CacheRead),
        ("cache_write5m", row => row.CacheWrite5m),
        ("cache_write1h", row => row.CacheWrite1h),
        ("output", row => row.Output),
        ("nano_dollars", row => row.NanoDollars),
        ("first_bytes", row => row.FirstBytes),
        ("first_byte_microseconds", row => row.FirstByteMicroseconds),
        ("streamed_microseconds", row => row.StreamedMicroseconds),
        ("streamed_output", row => row.StreamedOutput),
    ];

    private static readonly string SumAddition = Addition("usage_sums", SumKey, ["timestamptz", "uuid", "bigint", "bigint"]);

    private static readonly string TotalAddition = Addition("usage_totals", TotalKey, ["integer", "timestamptz", "uuid", "bigint", "bigint"]);

    private static readonly string CorrectionInsertion =
        Unnested.Insert("corrections", "entry_id, attempt_id, made_by, made_at, reason", ["bigint", "uuid", "uuid", "timestamptz", "text"]);

    private const string Deletion = "DELETE FROM reservations WHERE id = ANY($1)";

    private static readonly string Shrinking =
        $"""
        UPDATE reservations SET input = lower.input, input_is_reported = true, fixed_nano_dollars = lower.fixed, nano_dollars = lower.nano, windows = lower.windows
        FROM {Unnested.Rows(["uuid", "bigint", "bigint", "bigint", "bytea"])} AS lower (id, input, fixed, nano, windows) WHERE reservations.id = lower.id
        """;

    private static readonly string PendingDeletion = Assumption.All($"{Deletion} AND state = 0");

    private static readonly string PendingShrinking = Assumption.All($"{Shrinking} AND reservations.state = 0");

    private static readonly string WindowAddition =
        $"""
        UPDATE budget_windows SET posted = budget_windows.posted + added.posted, pending = budget_windows.pending + added.pending
        FROM {Unnested.Rows(["bigint", "bigint", "bigint"])} AS added (id, posted, pending) WHERE budget_windows.id = added.id
        """;

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
        if (assumed?.Where(window => window.Taken is not null || _windows.ContainsKey(window.Id)).ToList() is { Count: > 0 } windows)
        {
            batch.BatchCommands.Add(Assumption.Of(windows));
        }

        AddEntries(batch);
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
            batch.BatchCommands.Add(Unnested.Command(
                $"UPDATE reservations SET state = 1, abandoned_at = kept.at FROM {Unnested.Rows(["uuid", "timestamptz"])} AS kept (id, at) WHERE reservations.id = kept.id",
                _kept.ConvertAll(kept => kept.Attempt.Value),
                _kept.ConvertAll(kept => kept.At)));
        }

        if (_shrunk.Count > 0)
        {
            var rows = _shrunk.Values.ToList();
            batch.BatchCommands.Add(Unnested.Command(
                isAssuming ? PendingShrinking : Shrinking,
                rows.ConvertAll(row => row.Id),
                rows.ConvertAll(row => row.Input),
                rows.ConvertAll(row => row.FixedNanoDollars),
                rows.ConvertAll(row => row.NanoDollars),
                rows.ConvertAll(row => row.Windows)));
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
            batch.BatchCommands.Add(Unnested.Command(
                CorrectionInsertion,
                _corrections.ConvertAll(row => row.Correction.EntryId),
                _corrections.ConvertAll(row => row.Correction.AttemptId),
                _corrections.ConvertAll(row => row.Correction.MadeBy),
                _corrections.ConvertAll(row => row.Correction.MadeAt),
                _corrections.ConvertAll(row => row.Correction.Reason)));
        }

        if (_windows.Count > 0)
        {
            batch.BatchCommands.Add(Unnested.Command(
                WindowAddition, _windows.Keys.ToArray(), _windows.Values.Select(added => added.Posted).ToArray(), _windows.Values.Select(added => added.Pending).ToArray()));
        }

        if (_sums.Count > 0)
        {
            // Of everything first, then by the quarter: in each replica in the same order.
            AddSums(batch, _ => DateTimeOffset.UnixEpoch);
            AddSums(batch, sum => sum.StartsAt);
            AddTotals(batch);
        }
    }

    private void AddSums(NpgsqlBatch batch, Func<UsageSum, DateTimeOffset> start)
    {
        // A statement may touch a row once only.
        var sums = _sums.GroupBy(sum => (Start: start(sum), sum.UserId, sum.UpstreamId, sum.ModelId)).OrderBy(group => group.Key).Select(Together).ToList();
        batch.BatchCommands.Add(Unnested.Command(
            SumAddition,
            [
                sums.ConvertAll(sum => sum.StartsAt),
                sums.ConvertAll(sum => sum.UserId),
                sums.ConvertAll(sum => sum.UpstreamId),
                sums.ConvertAll(sum => sum.ModelId),
                .. Counts(sums),
            ]));
    }

    private void AddTotals(NpgsqlBatch batch) => batch.BatchCommands.Add(Unnested.Command(
        TotalAddition,
        [
            _totals.ConvertAll(total => (int)total.Kind),
            _totals.ConvertAll(total => total.StartsAt),
            _totals.ConvertAll(total => total.SubjectId),
            _totals.ConvertAll(total => total.UpstreamId),
            _totals.ConvertAll(total => total.ModelId),
            .. Counts(_totals),
        ]));

    private static IEnumerable<List<long>> Counts(IEnumerable<UsageCounts> rows) =>
        CountColumns.Select(column => rows.Select(column.Of).ToList());

    /// <summary>Adds counts to those of rows, which are made when missing.</summary>
    private static string Addition(string table, string key, string[] keyTypes)
    {
        var counts = CountColumns.Select(column => column.Name).ToList();
        return Unnested.Insert(table, $"{key}, {string.Join(", ", counts)}", [.. keyTypes, .. counts.Select(_ => "bigint")])
            + $" ON CONFLICT ({key}) DO UPDATE SET {string.Join(", ", counts.Select(count => $"{count} = {table}.{count} + excluded.{count}"))}";
    }

    private static UsageSum Together(IGrouping<(DateTimeOffset Start, Guid User, long Upstream, long Model), UsageSum> sums)
    {
        var (start, user, upstream, model) = sums.Key;
        var together = new UsageSum { StartsAt = start, UserId = user, UpstreamId = upstream, ModelId = model };
        foreach (var sum in sums)
        {
            together.Add(sum);
        }

        return together;
    }

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
