using System.Collections.Immutable;
using System.Net;
using Weir.Hosting;
using Weir.Proxy.Dialects;
using Weir.Proxy.Routing;
using Weir.Proxy.Upstreams;
using Weir.Secrets;
using Weir.Storage.Accounts;
using Weir.Storage.Postgres;

namespace Weir.Settings;

/// <summary>Everything the operator can set, validated. <c>docs/configuration.md</c> lists the names. A class and not a record: it holds secrets.</summary>
internal sealed class WeirSettings
{
    public IPAddress Host { get; init; } = IPAddress.Loopback;

    /// <summary>0 takes any free port.</summary>
    public int Port { get; init; } = 3000;

    /// <summary>The folder of the SQLite file and the key ring. With <see cref="Database"/> nothing is kept there.</summary>
    public string DataFolder { get; init; } = "data";

    /// <summary>The PostgreSQL database that holds everything; null: the SQLite file does.</summary>
    public PostgresAddress? Database { get; init; }

    /// <summary>Wraps the key ring; null, which goes with SQLite alone: the ring lies in its folder as it is.</summary>
    public MasterKey? MasterKey { get; init; }

    /// <summary>People and their sessions.</summary>
    public AccountsSettings Accounts { get; init; } = new();

    public LogFormat Log { get; init; } = LogFormat.Text;

    /// <summary>How long open streams may go on after Weir was told to stop.</summary>
    public TimeSpan StopDeadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Open connections of callers. One costs some kilobytes; past this a caller's connection is closed at once.</summary>
    public int MaxConnections { get; init; } = 10_000;

    /// <summary>Reverse proxies whose word on scheme and caller's address is taken.</summary>
    public ImmutableArray<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>In the order of preference: Anthropic, OpenAI, Ollama, then the list. The database may add to them.</summary>
    public ImmutableArray<UpstreamConfig> Upstreams { get; init; } = [];

    /// <summary>Where models are served, where that isn't left to what upstreams list.</summary>
    public ImmutableArray<RouteConfig> Routes { get; init; } = [];

    /// <summary>By dialect, the model of requests that name none.</summary>
    public ImmutableDictionary<Dialect, string> DefaultModels { get; init; } = ImmutableDictionary<Dialect, string>.Empty;

    public long DefaultMaxTokens { get; init; } = 4_096;

    public ImmutableArray<ModelConfig> Models { get; init; } = [];

    /// <summary>How long an attempt waits in line for open reservations.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    public int CountsPerMinute { get; init; } = 600;

    /// <summary>After how long details of the ledger become sums; null: never.</summary>
    public TimeSpan? RetentionAge { get; init; }

    /// <summary>Every setting by its name, for people to read: what it is, and where it was written.</summary>
    public ImmutableArray<SettingInForce> InForce { get; set; } = [];

    /// <summary>What the operator should know, said once at start.</summary>
    public ImmutableArray<string> Remarks { get; init; } = [];

    /// <summary>Where everything is kept, for people to read: the SQLite file, or server and name of the PostgreSQL database.</summary>
    public string DatabaseName => Database?.ToString() ?? DatabasePath;

    public string DatabasePath => new DataFiles(DataFolder).Database;

    public string KeyRingFolder => new DataFiles(DataFolder).Keys;
}
