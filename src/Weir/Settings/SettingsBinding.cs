using System.Collections.Immutable;
using System.Net;
using System.Net.NetworkInformation;
using Weir.Proxy.Routing;
using Weir.Proxy.Upstreams;
using Weir.Storage.Accounts;

namespace Weir.Settings;

/// <summary>Turns what was written into <see cref="WeirSettings"/>, or says everything that is wrong with it.</summary>
internal static class SettingsBinding
{
    private const string AnthropicUrl = "https://api.anthropic.com";

    private const int Day = 24 * 60 * 60;

    /// <exception cref="SettingsException">Weir cannot run with this.</exception>
    public static WeirSettings Bind(SettingSources sources)
    {
        var read = new SettingsReader(sources.Written);
        var settings = new WeirSettings
        {
            Host = read.Address("Weir:Host", IPAddress.Loopback),
            Port = (int)read.Number("Weir:Port", 3000, 0, 65_535),
            DataFolder = Path.GetFullPath(read.Text("Weir:Data") ?? "data"),
            Accounts = Accounts(read),
            Log = read.Choice("Weir:Log", LogFormat.Text),
            StopDeadline = read.Seconds("Weir:StopSeconds", 30, 0, Day),
            MaxConnections = (int)read.Number("Weir:MaxConnections", 10_000, 1, 1_000_000),
            TrustedProxies = Networks(read, "Weir:TrustedProxies"),
            Anthropic = Anthropic(read),
            DefaultModel = read.Text("Weir:DefaultModel"),
            DefaultMaxTokens = read.Number("Weir:DefaultMaxTokens", 4_096, 1, 1_000_000),
            Models = [.. read.Entries("Weir:Models").Select(prefix => Model(read, prefix))],
            Patience = read.Seconds("Weir:PatienceSeconds", 10, 0, 600),
            CountsPerMinute = (int)read.Number("Weir:CountsPerMinute", 600, 1, 1_000_000),
            Remarks = [.. sources.Remarks],
        };
        RefuseItself(read, settings);
        read.RefuseUnknown();
        return sources.Problems.Count + read.Problems.Count == 0 ? settings : throw new SettingsException([.. sources.Problems, .. read.Problems]);
    }

    private static AccountsSettings Accounts(SettingsReader read) => new()
    {
        AdminPassword = read.Text("Weir:AdminPassword"),
        Registration = read.Choice("Weir:Registration", RegistrationMode.Closed),
        SessionIdle = TimeSpan.FromDays(read.Number("Weir:SessionIdleDays", 14, 1, 365)),
        SessionLifetime = TimeSpan.FromDays(read.Number("Weir:SessionDays", 90, 1, 3_650)),
    };

    private static UpstreamConfig? Anthropic(SettingsReader read)
    {
        const string Section = "Weir:Anthropic:";
        var key = read.HeaderSecret(Section + "ApiKey", "sk-ant-api03-…");
        var url = read.BaseUrl(Section + "BaseUrl", AnthropicUrl);
        var config = new UpstreamConfig
        {
            Name = "anthropic",
            Kind = UpstreamKind.Anthropic,
            BaseUrl = url ?? new Uri(AnthropicUrl),
            ApiKey = key,
            Dialects = UpstreamDefaults.Dialects(UpstreamKind.Anthropic),
            IsPrivate = UpstreamDefaults.IsPrivate(UpstreamKind.Anthropic, url ?? new Uri(AnthropicUrl)),
            ConnectTimeout = read.Seconds(Section + "ConnectSeconds", 10, 1, 600),
            FirstByteTimeout = read.Seconds(Section + "FirstByteSeconds", 600, 1, Day),
            IdleTimeout = read.Seconds(Section + "IdleSeconds", 300, 1, Day),
            WhenClientGone = read.Choice(Section + "WhenClientGone", ClientGonePolicy.Drain),
            SurchargeTokens = read.Number(Section + "SurchargeTokens", 50_000, 0, 10_000_000),
        };

        // An address without a key is an upstream that wants none.
        return key is null && url is null ? null : config;
    }

    private static ModelConfig Model(SettingsReader read, string prefix)
    {
        var pattern = read.Text(prefix + "Pattern");
        if (pattern is null)
        {
            read.Refuse($"{read.NameOf(prefix + "Pattern")} is missing: write a model's name, or the beginning of one and a star, for example claude-*.");
        }

        return new()
        {
            Pattern = pattern ?? "",
            ContextWindow = read.Number(prefix + "ContextWindow", 1_000_000, 1, 100_000_000),
            MaxOutputTokens = read.Number(prefix + "MaxOutputTokens", 32_000, 1, 10_000_000),
            TokensPerImage = read.Number(prefix + "TokensPerImage", 5_000, 0, 1_000_000),
            TokensPerSecond = read.Number(prefix + "TokensPerSecond", 300, 1, 1_000_000),
        };
    }

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

    /// <summary>Every exchange would come around. Names that only a resolver knows are left to the check of <c>weir-hop</c> at each request.</summary>
    private static void RefuseItself(SettingsReader read, WeirSettings settings)
    {
        if (settings.Anthropic is { BaseUrl: var url } && settings.Port != 0 && url.Port == settings.Port && ListensOn(settings.Host, url))
        {
            read.Refuse($"{read.NameOf("Weir:Anthropic:BaseUrl")} is \"{url}\", which is where this Weir itself listens: write the upstream's address, for example {AnthropicUrl}, or change PORT.");
        }
    }

    private static bool ListensOn(IPAddress host, Uri url)
    {
        if (url.IsLoopback || string.Equals(url.IdnHost, Environment.MachineName, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if (!IPAddress.TryParse(url.IdnHost.Trim('[', ']'), out var address))
        {
            return false;
        }

        var isAny = host.Equals(IPAddress.Any) || host.Equals(IPAddress.IPv6Any);
        return address.Equals(host) || IPAddress.Any.Equals(address) || IPAddress.IPv6Any.Equals(address) || (isAny && IsOfThisMachine(address));
    }

    private static bool IsOfThisMachine(IPAddress address) => NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Any(own => own.Address.Equals(address));
}
