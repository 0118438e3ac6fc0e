using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace Weir.Storage.Postgres;

/// <summary>
/// Where the database is and how to connect to it, as <c>DATABASE_URL</c> says: a URL as libpq reads it,
/// <c>postgres://weir:s3cret@db:5432/weir?sslmode=require</c>, or a connection string of Npgsql. What went wrong is told without showing any
/// of it, since a password may stand anywhere in what is malformed.
/// </summary>
public sealed class PostgresAddress
{
    /// <summary>What to write instead, at the end of each problem.</summary>
    internal const string Example = "Write it like postgres://weir:password@server:5432/weir.";

    private readonly string _display;

    private PostgresAddress(NpgsqlConnectionStringBuilder settings)
    {
        _display = $"{settings.Host}:{settings.Port}/{settings.Database ?? settings.Username}";
        ConnectionString = ConnectionSettings.Complete(settings);
    }

    /// <summary>With the password.</summary>
    internal string ConnectionString { get; }

    /// <param name="text">What the operator wrote.</param>
    /// <param name="address">Set when the answer is true.</param>
    /// <param name="problem">A sentence or two on what is wrong, when the answer is false.</param>
    public static bool TryRead(string text, [NotNullWhen(true)] out PostgresAddress? address, [NotNullWhen(false)] out string? problem)
    {
        var settings = new NpgsqlConnectionStringBuilder(ConnectionSettings.Defaults);
        text = text.Trim();
        problem = text.Contains("://", StringComparison.Ordinal) ? UrlReader.Read(text, settings) : ReadPlain(text, settings);
        problem ??= Check(settings);
        address = problem is null ? new(settings) : null;
        return address is not null;
    }

    /// <summary>Server, port and database: what may be logged.</summary>
    public override string ToString() => _display;

    private static string? ReadPlain(string text, NpgsqlConnectionStringBuilder settings)
    {
        try
        {
            // The last of two equal keywords counts, so what is written wins over the defaults.
            settings.ConnectionString = $"{ConnectionSettings.Defaults};{text}";
            return null;
        }
        catch (Exception malformed) when (malformed is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            return $"It is neither a URL nor a connection string of Npgsql, Host=server;Database=weir;Username=weir;Password=… {Example}";
        }
    }

    private static string? Check(NpgsqlConnectionStringBuilder settings) => settings switch
    {
        { Host: null or "" } => $"It names no server. {Example}",
        // Keywords as libpq has them, "host=db password=s3cret", would all be taken for the host, and be shown when it isn't found.
        { Host: var host } when host.AsSpan().ContainsAny(" =\t") => $"The server's name holds a space or an equals sign. {Example}",
        { Port: > 65_535 } => $"The port is not a number from 1 to 65535. {Example}",
        _ => null,
    };
}
