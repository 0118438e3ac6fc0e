using System.Collections.Immutable;
using System.Net;
using Weir.Proxy.Dialects;
using Weir.Proxy.Routing;
using Weir.Storage.Accounts;
using Weir.Storage.Ledger.Retention;

namespace Weir.Settings;

/// <summary>Turns what was written into <see cref="WeirSettings"/>, or says everything that is wrong with it.</summary>
internal static class SettingsBinding
{
    private const int Day = 24 * 60 * 60;

    /// <exception cref="SettingsException">Weir cannot run with this.</exception>
    public static WeirSettings Bind(SettingSources sources)
    {
        var read = new SettingsReader(sources.Written);
        var (host, port) = (read.Address("Weir:Host", IPAddress.Loopback), (int)read.Number("Weir:Port", 3000, 0, 65_535));
        var database = DatabaseBinding.Read(read);
        var upstreams = new UpstreamBinding(read, new(host, port));
        var settings = new WeirSettings
        {
            Host = host,
            Port = port,
            DataFolder = Path.GetFullPath(read.Text("Weir:Data", "data")),
            Database = database,
            MasterKey = MasterKeyBinding.Read(read, isNeeded: database is not null),
            Accounts = Accounts(read),
            Log = read.Choice("Weir:Log", LogFormat.Text),
            StopDeadline = read.Seconds("Weir:StopSeconds", 30, 0, Day),
            MaxConnections = (int)read.Number("Weir:MaxConnections", 10_000, 1, 1_000_000),
            TrustedProxies = Networks(read, "Weir:TrustedProxies"),
            Upstreams = upstreams.ReadAll(),
            Routes = RouteBinding.ReadAll(read),
            DefaultModels = DefaultModels(read),
            DefaultMaxTokens = read.Number("Weir:DefaultMaxTokens", 4_096, 1, 1_000_000),
            Models = [.. read.Entries("Weir:Models").Select(prefix => Model(read, prefix))],
            Patience = read.Seconds("Weir:PatienceSeconds", 10, 0, 600),
            CountsPerMinute = (int)read.Number("Weir:CountsPerMinute", 600, 1, 1_000_000),
            RetentionAge = Retention(read),
            Remarks = [.. upstreams.Remarks],
        };
        read.RefuseUnknown();
        settings.InForce = read.InForce();
        return sources.Problems.Count + read.Problems.Count == 0 ? settings : throw new SettingsException([.. sources.Problems, .. read.Problems]);
    }

    private static AccountsSettings Accounts(SettingsReader read) => new()
    {
        AdminPassword = read.Text("Weir:AdminPassword"),
        Registration = read.Choice("Weir:Registration", RegistrationMode.Closed),
        NewcomerTokens = read.Number("Weir:NewcomerTokens", 100_000, 0, 1_000_000_000_000_000),
        SessionIdle = TimeSpan.FromDays(read.Number("Weir:SessionIdleDays", 14, 1, 365)),
        SessionLifetime = TimeSpan.FromDays(read.Number("Weir:SessionDays", 90, 1, 3_650)),
    };

    private static TimeSpan? Retention(SettingsReader read) => read.Text("Weir:RetentionDays") is null
        ? null
        : TimeSpan.FromDays(read.Number("Weir:RetentionDays", 90, RetentionSettings.LeastDays, 36_500));

    private static ImmutableDictionary<Dialect, string> DefaultModels(SettingsReader read)
    {
        var models = ImmutableDictionary.CreateBuilder<Dialect, string>();
        foreach (var dialect in Enum.GetValues<Dialect>())
        {
            if (read.Text($"Weir:DefaultModels:{dialect}") is { } model)
            {
                models.Add(dialect, model);
            }
        }

        return models.ToImmutable();
    }

    private static ModelConfig Model(SettingsReader read, string prefix) => new()
    {
        Pattern = RouteBinding.Pattern(read, prefix + "Pattern"),
        ContextWindow = read.Number(prefix + "ContextWindow", 1_000_000, 1, 100_000_000),
        MaxOutputTokens = read.Number(prefix + "MaxOutputTokens", 32_000, 1, 10_000_000),
        TokensPerImage = read.Number(prefix + "TokensPerImage", 5_000, 0, 1_000_000),
        TokensPerSecond = read.Number(prefix + "TokensPerSecond", 300, 1, 1_000_000),
    };

    private static ImmutableArray<IPNetwork> Networks(SettingsReader read, string setting)
    {
        var networks = ImmutableArray.CreateBuilder<IPNetwork>();
        foreach (var part in (read.Text(setting) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (IPAddress.TryParse(part, out var address))
            {
                networks.Add(new(address, address.GetAddressBytes().Length * 8));
            }
            else if (IPNetwork.TryParse(part, out var network))
            {
                networks.Add(network);
            }
            else
            {
                read.Refuse($"{read.NameOf(setting)} has \"{part}\": write addresses or networks with commas between them, for example 10.0.0.1, 172.16.0.0/12.");
            }
        }

        return networks.ToImmutable();
    }
}
