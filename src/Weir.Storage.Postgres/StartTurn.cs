using Npgsql;

namespace Weir.Storage.Postgres;

/// <summary>
/// The turn to make what all processes have in common: of all that start at once, one has it. It ends with its connection, however that ends.
/// </summary>
internal sealed class StartTurn : IAsyncDisposable
{
    /// <summary>
    /// A statement that changes a table waits for whoever reads it, and everybody else behind it: an old replica would stand still for as
    /// long as a backup takes. Better that the new one doesn't start.
    /// </summary>
    public const string Patience = "SET lock_timeout = '5s'";

    /// <summary>"weir" in ASCII: other programs in the same database use other numbers.</summary>
    private const long Key = 0x77656972;

    private readonly NpgsqlConnection _connection;

    private StartTurn(NpgsqlConnection connection) => _connection = connection;

    public static async Task<StartTurn> TakeAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken);
        try
        {
            await RunAsync(connection, $"SELECT pg_advisory_lock({Key})", cancellationToken);
            return new(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await using (_connection)
        {
            await RunAsync(_connection, $"SELECT pg_advisory_unlock({Key})", CancellationToken.None);
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        // Whoever migrates may take minutes.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
