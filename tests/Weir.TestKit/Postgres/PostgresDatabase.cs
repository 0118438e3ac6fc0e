namespace Weir.TestKit.Postgres;

/// <summary>A database of one test, gone afterwards.</summary>
public sealed class PostgresDatabase : IAsyncDisposable
{
    private readonly PostgresServer _server;

    internal PostgresDatabase(PostgresServer server, string name) => (_server, Name) = (server, name);

    public string Name { get; }

    /// <summary>As an operator writes it into <c>DATABASE_URL</c>.</summary>
    public string Url => UrlThrough(_server.Port);

    /// <summary>For the tests' own look at it: without a pool.</summary>
    public string ConnectionString => _server.ConnectionString(Name);

    /// <summary>The same database through a <see cref="CutOff"/>.</summary>
    public string UrlThrough(CutOff cutOff) => UrlThrough(cutOff.Port);

    /// <summary>Removes it, whoever is connected. Its server must be running.</summary>
    public async ValueTask DisposeAsync() => await _server.AdministerAsync($"DROP DATABASE {Name} WITH (FORCE)", CancellationToken.None);

    private string UrlThrough(int port) => $"postgres://{PostgresServer.User}@127.0.0.1:{port}/{Name}";
}
