using Npgsql;

namespace Weir.Storage.Postgres.Ledger;

/// <summary>
/// A statement that takes any number of rows, whose text never changes, so that it is planned once: one array a column, or plain values where there is
/// one row only, as in most commits of a server that isn't busy, which so needs no arrays to be taken apart.
/// </summary>
internal sealed class RowStatement<TRow>
{
    private readonly RowColumns<TRow> _columns;
    private readonly string _one;
    private readonly string _many;

    /// <param name="columns">What it takes of each row.</param>
    /// <param name="sql">Makes it of what stands in its <c>FROM</c>, which is <c>given</c> and has the columns' names, and of how many rows those are.</param>
    public RowStatement(RowColumns<TRow> columns, Func<string, string, string> sql)
    {
        _columns = columns;
        _one = sql($"(VALUES ({columns.Placeholders()})) AS given ({columns.Names})", "1");
        // Side by side in the list, and not as tables, each of which the server would write down first.
        _many = sql($"(SELECT {columns.Placeholders(around: "unnest({0}[])")}) AS given ({columns.Names})", "cardinality($1)");
    }

    /// <summary>One that adds the rows to a table, in which the columns have the same names.</summary>
    public static RowStatement<TRow> Insert(string table, RowColumns<TRow> columns, string conflict = "") =>
        new(columns, (rows, _) => $"INSERT INTO {table} ({columns.Names}) SELECT * FROM {rows} {conflict}");

    public NpgsqlBatchCommand Of(List<TRow> rows)
    {
        var isOne = rows.Count == 1;
        var command = new NpgsqlBatchCommand(isOne ? _one : _many);
        foreach (var column in _columns)
        {
            command.Parameters.Add(isOne ? column.Of(rows[0]) : column.Of(rows));
        }

        return command;
    }
}
