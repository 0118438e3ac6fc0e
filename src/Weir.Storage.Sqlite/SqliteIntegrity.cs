using Microsoft.Data.Sqlite;

namespace Weir.Storage.Sqlite;

/// <summary>Whether a file is a sound SQLite database.</summary>
public static class SqliteIntegrity
{
    private const string Sound = "ok";

    /// <returns>Null when it is; else what is wrong, in SQLite's words.</returns>
    public static async Task<string?> FindFaultAsync(string databasePath, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new SqliteConnection(SqliteStorage.ConnectionString(databasePath, isPooled: false));
            await connection.OpenAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA integrity_check(1)";
            return await command.ExecuteScalarAsync(cancellationToken) is string said && said != Sound ? said : null;
        }
        catch (SqliteException broken)
        {
            return broken.Message;
        }
    }
}
