using Npgsql;

namespace Weir.Storage.Postgres.Ledger;

/// <summary>
/// The connections of the ledger. Its statements find their rows by keys, however many rows there are, and are planned once: a plan made while a
/// table was small would read all of it, and stay.
/// </summary>
internal static class LedgerConnections
{
    /// <summary>Set when the connection stands, and not as it is opened: what the driver then asks for itself is slow without these.</summary>
    private const string ByKeys = """
        SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off
        """;

    /// <param name="connectionString">What <see cref="PostgresAddress"/> read.</param>
    public static NpgsqlDataSource Open(string connectionString) => OpenExactly(ConnectionSettings.ForLedger(connectionString));

    /// <param name="connectionString">With all that it is to be connected with.</param>
    internal static NpgsqlDataSource OpenExactly(string connectionString)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        builder.UsePhysicalConnectionInitializer(
            connection =>
            {
                using var settings = new NpgsqlCommand(ByKeys, connection);
                settings.ExecuteNonQuery();
            },
            async connection =>
            {
                await using var settings = new NpgsqlCommand(ByKeys, connection);
                await settings.ExecuteNonQueryAsync();
            });
        return builder.Build();
    }
}
