using Npgsql;

namespace Weir.Bench.Ledger;

/// <summary>
/// The bare loop on PostgreSQL: each transaction is one trip of prepared multi-row statements, with the planner's settings of the product's
/// connection. Windows are locked in the order of their ids, so that several loops may run at once.
/// </summary>
internal sealed class BarePostgresLoop : IBareLoop
{
    /// <summary>As the product's: statements find their rows by keys.</summary>
    private const string Settings =
        "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off";

    /// <summary>A heartbeat from tomorrow, so that no ledger takes its reservations for those of a process that is gone.</summary>
    private const string Beat = "INSERT INTO heartbeats (replica_id, at, since) VALUES ($1, now() + interval '1 day', now())";

    private readonly NpgsqlConnection _connection;
    private readonly Guid _replica = Guid.CreateVersion7();
    private readonly (Guid User, long Capped, long Counted)[] _accounts;
    private readonly Random _random = new();
    private readonly Queue<(Guid Attempt, int Account)> _open = [];
    private readonly Dictionary<(bool Reserves, bool Settles), BareBatch> _batches = [];

    public BarePostgresLoop(NpgsqlConnection connection, IReadOnlyList<BenchAccount> accounts)
    {
        _connection = connection;
        using (var settings = new NpgsqlCommand(Settings, connection))
        {
            settings.ExecuteNonQuery();
        }

        Run(Beat, _replica);
        var windows = MakeWindows([.. accounts.SelectMany(account => (Guid[])[account.UserBudget.Value, account.KeyBudget.Value])]);
        _accounts = [.. accounts.Select(account => (account.User.Value, windows[account.UserBudget.Value], windows[account.KeyBudget.Value]))];
    }

    public int Commit(int commands)
    {
        // Callers ask in turn: half of a commit settles what earlier ones reserved.
        var settles = Math.Min(_open.Count, (commands + 1) / 2);
        var rows = new BareRows { Replica = _replica, Now = TimeProvider.System.GetUtcNow() };
        for (var i = 0; i < settles; i++)
        {
            var (attempt, index) = _open.Dequeue();
            var (user, capped, counted) = _accounts[index];
            rows.Settle(attempt, user, capped, counted);
        }

        for (var i = settles; i < commands; i++)
        {
            var (attempt, index) = (Guid.CreateVersion7(), _random.Next(_accounts.Length));
            var (user, capped, counted) = _accounts[index];
            rows.Reserve(attempt, user, capped, counted);
            _open.Enqueue((attempt, index));
        }

        var shape = (commands > settles, settles > 0);
        if (!_batches.TryGetValue(shape, out var batch))
        {
            _batches[shape] = batch = new(_connection, shape);
        }

        batch.Commit(rows);
        return settles;
    }

    public void Dispose()
    {
        while (_open.Count > 0)
        {
            Commit(1);
        }

        Run("DELETE FROM heartbeats WHERE replica_id = $1", _replica);
        foreach (var batch in _batches.Values)
        {
            batch.Dispose();
        }

        _connection.Dispose();
    }

    private Dictionary<Guid, long> MakeWindows(Guid[] budgets)
    {
        Run("INSERT INTO budget_windows (budget_id, starts_at, ends_at, posted, pending) SELECT id, 'epoch', NULL, 0, 0 FROM unnest($1::uuid[]) id ON CONFLICT DO NOTHING", budgets);
        using var command = new NpgsqlCommand("SELECT budget_id, id FROM budget_windows WHERE budget_id = ANY($1)", _connection);
        command.Parameters.Add(new() { Value = budgets });
        using var row = command.ExecuteReader();
        var windows = new Dictionary<Guid, long>();
        while (row.Read())
        {
            windows.Add(row.GetGuid(0), row.GetInt64(1));
        }

        return windows;
    }

    private void Run(string sql, object parameter)
    {
        using var command = new NpgsqlCommand(sql, _connection);
        command.Parameters.Add(new() { Value = parameter });
        command.ExecuteNonQuery();
    }
}
