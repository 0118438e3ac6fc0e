using Npgsql;

namespace Weir.Storage.Postgres;

/// <summary>How Weir connects, where the operator says nothing else.</summary>
internal static class ConnectionSettings
{
    /// <summary>
    /// A server takes 100 connections by default: five replicas' pools fill it. Connecting and asking take milliseconds; a server that doesn't
    /// answer for longer is in trouble, which callers should hear of while they still listen. Asking one that doesn't answer to cancel a command
    /// would only be waited for as well: the connection is closed instead.
    /// </summary>
    public const string Defaults =
        "Application Name=weir;Maximum Pool Size=20;Timeout=5;Command Timeout=10;Cancellation Timeout=-1;GSS Encryption Mode=Disable";

    /// <summary>
    /// The rows that a replica has locked when its machine dies stay locked until the server notices; that would take hours, and be felt by
    /// all others. No transaction of Weir's waits for anything but the database itself.
    /// </summary>
    private const string Abandoned = "-c idle_in_transaction_session_timeout=30s";

    /// <summary>
    /// A server expects turning disks by default, and reads half a table rather than following an index to some thousand rows; and it compiles what it
    /// takes for long, which takes longer than any question of Weir's.
    /// </summary>
    private const string Planning = "-c random_page_cost=1.1 -c jit=off";

    /// <summary>A commit that returned is on the disk (I2), whatever the server's own setting is.</summary>
    private const string Durable = "-c synchronous_commit=on";

    /// <summary>The one setting that is stricter: a standby has applied it too.</summary>
    private const string Stricter = "synchronous_commit=remote_apply";

    /// <summary>
    /// Every request waits for the ledger, so it gives up sooner than everybody else, and says that it is in trouble. It has one connection, and
    /// another for the names it meets.
    /// </summary>
    public static string ForLedger(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString)
    {
        ApplicationName = "weir ledger",
        MaxPoolSize = 2,
        Timeout = 2,
        CommandTimeout = 4,
        // What a connection was set to when it was opened stays: the ledger changes nothing of it.
        NoResetOnClose = true,
        // It prepares its statements by name. The driver (Npgsql 10.0.3) may lose its place in the server's answers when a statement fails that
        // it was about to prepare by itself.
        MaxAutoPrepare = 0,
    }.ToString();

    /// <returns>The connection string.</returns>
    public static string Complete(NpgsqlConnectionStringBuilder settings)
    {
        // The last of two equal options counts.
        var options = $"{Abandoned} {Planning} {settings.Options}".TrimEnd();
        settings.Options = options.Contains(Stricter, StringComparison.Ordinal) ? options : $"{options} {Durable}";
        return settings.ToString();
    }
}
