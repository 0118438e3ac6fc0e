using Npgsql;
using Weir.Accounting;
using Weir.Storage.Ledger.Writing;

namespace Weir.Storage.Postgres.Ledger;

/// <summary>
/// The budgets that were asked for before. Their terms say which windows to lock, so that the first trip of a transaction can do it. Being
/// known decides nothing: terms are read anew, or checked, together with the windows.
/// </summary>
internal sealed class KnownBudgets
{
    public const string Columns = "b.id, b.subject_kind, b.unit, b.window_kind, b.time_zone, b.cap, b.when_short";

    /// <summary>Bounded by memory (about 4 MB); beyond, all are forgotten and read again as needed.</summary>
    private const int Most = 16_384;

    private readonly Dictionary<BudgetId, BudgetTerms> _terms = [];

    public static BudgetTerms ReadTerms(NpgsqlDataReader row, int column) => new(
        new(row.GetGuid(column)),
        (SubjectKind)row.GetInt32(column + 1),
        (BudgetUnit)row.GetInt32(column + 2),
        (WindowKind)row.GetInt32(column + 3),
        row.GetString(column + 4),
        row.IsDBNull(column + 5) ? null : row.GetInt64(column + 5),
        (ShortRoom)row.GetInt32(column + 6));

    /// <summary>Null when there is none.</summary>
    public static BudgetTerms? Read(NpgsqlConnection connection, BudgetId budget)
    {
        using var command = new NpgsqlCommand($"SELECT {Columns} FROM budgets b WHERE b.id = $1", connection);
        command.Parameters.Add(new() { Value = budget.Value });
        using var row = command.ExecuteReader();
        return row.Read() ? ReadTerms(row, 0) : null;
    }

    /// <summary>Makes the windows that are missing, and learns which of them were there.</summary>
    public static void MakeWindows(NpgsqlConnection connection, List<(BudgetTerms Budget, WindowSpan Span)> windows)
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

    public bool Has(LedgerNeeds needs)
    {
        foreach (var budget in needs.Budgets)
        {
            if (!_terms.ContainsKey(budget))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>False when its windows are others than those of <see cref="Spans"/>.</summary>
    public bool Agrees(BudgetTerms terms) => _terms.TryGetValue(terms.Id, out var known) && known.Window == terms.Window && known.TimeZone == terms.TimeZone;

    /// <summary>
    /// Reads their terms, and makes their windows where they are missing. Before the transaction begins: whoever makes a window holds no
    /// lock that another could wait for meanwhile.
    /// </summary>
    public void Learn(NpgsqlConnection connection, LedgerNeeds needs)
    {
        if (_terms.Count > Most)
        {
            _terms.Clear();
        }

        var ids = needs.Budgets.Select(budget => budget.Value).ToArray();
        foreach (var budget in needs.Budgets)
        {
            _terms.Remove(budget);
        }

        using (var command = new NpgsqlCommand($"SELECT {Columns} FROM budgets b WHERE b.id = ANY($1)", connection))
        {
            command.Parameters.Add(new() { Value = ids });
            using var row = command.ExecuteReader();
            while (row.Read())
            {
                var terms = ReadTerms(row, 0);
                _terms[terms.Id] = terms;
            }
        }

        MakeWindows(connection, Spans(needs));
    }

    /// <summary>The windows that admissions will look at. Those of one commit lie close together: in one window of a budget, or in two.</summary>
    public List<(BudgetTerms Budget, WindowSpan Span)> Spans(LedgerNeeds needs)
    {
        var spans = new List<(BudgetTerms, WindowSpan)>(needs.Budgets.Count);
        foreach (var budget in needs.Budgets)
        {
            // One that was deleted meanwhile is not known.
            if (!_terms.TryGetValue(budget, out var terms))
            {
                continue;
            }

            var zone = TimeZones.Find(terms.TimeZone);
            var first = WindowSpan.Of(terms.Window, zone, needs.Earliest);
            spans.Add((terms, first));
            if (!first.Contains(needs.Latest))
            {
                spans.Add((terms, WindowSpan.Of(terms.Window, zone, needs.Latest)));
            }
        }

        return spans;
    }
}
