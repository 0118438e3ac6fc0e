using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Weir.Storage.Sqlite;

/// <summary>Sets on every connection what SQLite doesn't remember in the file.</summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    /// <summary>A commit that returned is on the disk (I2): WAL alone would lose the last ones with the power.</summary>
    public const string Durable = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;";

    /// <summary>
    /// Another process, such as the command line, writes for some milliseconds; a lock held for longer is trouble. Whoever waits for it has
    /// the gate meanwhile, so that the ledger waits as well, and all callers with it: it is short.
    /// </summary>
    public const string Patient = "PRAGMA busy_timeout = 1000;";

    /// <summary>The same for the driver, which would try for half a minute on top; in seconds.</summary>
    public const int Patience = 1;

    private const string Settings = $"{Durable} {Patient}";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Settings;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Settings;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
