using Npgsql;

namespace Weir.Storage.Postgres.Ledger;

/// <summary>Statements that read by any number of keys, as one array a column: their text never changes, so each is planned once.</summary>
internal static class Unnested
{
    /// <summary><c>unnest($1::uuid[], $2::bigint[])</c>.</summary>
    public static string Rows(string[] types) => $"unnest({string.Join(", ", types.Select((type, i) => $"${i + 1}::{type}[]"))})";

    public static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<object> columns)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var column in columns)
        {
            command.Parameters.Add(new() { Value = column });
        }

        return command;
    }
}
