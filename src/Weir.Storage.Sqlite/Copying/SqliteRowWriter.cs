using Microsoft.Data.Sqlite;
using Weir.Storage.Copying;

namespace Weir.Storage.Sqlite.Copying;

/// <summary>One prepared statement, run for every row. On a single file that is as quick as anything.</summary>
internal sealed class SqliteRowWriter : IRowWriter
{
    private readonly SqliteCommand _insert;

    public SqliteRowWriter(SqliteConnection connection, CopiedTable table)
    {
        _insert = connection.CreateCommand();
#pragma warning disable CA2100 // Names of the model alone.
        _insert.CommandText = $"INSERT INTO {table.Name} ({table.ColumnList}) VALUES ({string.Join(", ", table.Columns.Select((_, i) => $"@c{i}"))})";
#pragma warning restore CA2100
        for (var i = 0; i < table.Columns.Length; i++)
        {
            _insert.Parameters.Add(new SqliteParameter { ParameterName = $"@c{i}" });
        }
    }

    public ValueTask WriteAsync(object?[] values, CancellationToken cancellationToken)
    {
        for (var i = 0; i < values.Length; i++)
        {
            _insert.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        _insert.ExecuteNonQuery();
        return ValueTask.CompletedTask;
    }

    public ValueTask CompleteAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _insert.DisposeAsync();
}
