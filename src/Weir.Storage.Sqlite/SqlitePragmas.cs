using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Weir.Storage.Sqlite;

/// <summary>Sets on every connection what SQLite doesn't remember in the file.</summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    /// <summary>A commit that returned is on the disk (I2): WAL alone would lose the last ones with the power.</summary>
    public const string Durable = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Durable;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Durable;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
