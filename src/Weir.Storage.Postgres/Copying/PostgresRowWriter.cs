using Npgsql;
using Weir.Storage.Copying;

namespace Weir.Storage.Postgres.Copying;

/// <summary>PostgreSQL's own way for many rows: COPY, in the binary format.</summary>
internal sealed class PostgresRowWriter(NpgsqlBinaryImporter importer, CopiedTable table) : IRowWriter
{
    /// <summary>Taking the last rows in, with their indexes, may be waited for; a server that is silent for longer is gone.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static async Task<PostgresRowWriter> OpenAsync(NpgsqlConnection connection, CopiedTable table, CancellationToken cancellationToken)
    {
        var importer = await connection.BeginBinaryImportAsync($"COPY {table.Name} ({table.ColumnList}) FROM STDIN (FORMAT BINARY)", cancellationToken);
        importer.Timeout = Patience;
        return new(importer, table);
    }

    public async ValueTask WriteAsync(object?[] values, CancellationToken cancellationToken)
    {
        await importer.StartRowAsync(cancellationToken);
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is { } value)
            {
                await importer.WriteAsync(value, table.Columns[i].StoreType, cancellationToken);
            }
            else
            {
                await importer.WriteNullAsync(cancellationToken);
            }
        }
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken) => await importer.CompleteAsync(cancellationToken);

    public ValueTask DisposeAsync() => importer.DisposeAsync();
}
