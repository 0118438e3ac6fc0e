using System.Collections.Immutable;

namespace Weir.Settings;

/// <summary>What one setting means. <c>docs/configuration.md</c> says more; a test holds that both know the same settings.</summary>
/// <param name="Setting">Its full name, with a star for the place in a list: <c>Weir:Models:*:Pattern</c>.</param>
/// <param name="Group">What it is about.</param>
/// <param name="Help">A sentence.</param>
internal sealed record SettingHelp(string Setting, string Group, string Help)
{
    private const string Server = "Server";

    private const string Storage = "Storage and secrets";

    private const string Accounts = "Accounts";

    private const string Upstreams = "Upstreams and routes";

    private const string Requests = "Requests";

    private const string Ledger = "Ledger";

    public const string Logs = "Logs";

    /// <summary>Never shown.</summary>
    private static readonly ImmutableArray<string> Secrets = ["AdminPassword", "ApiKey", "DatabaseUrl", "MasterKey"];

    /// <summary>Sections that say of an upstream what entries of the list of upstreams say.</summary>
    private static readonly ImmutableArray<string> NamedUpstreams = ["Weir:Anthropic:", "Weir:OpenAI:", "Weir:Ollama:"];

    private const string ListedUpstream = "Weir:Upstreams:*:";

    public static ImmutableArray<SettingHelp> All { get; } =
    [
        new("Weir:Host", Server, "The address to listen on: 127.0.0.1 for this machine alone, 0.0.0.0 for the whole network."),
        new("Weir:Port", Server, "The port to listen on; 0 takes any free one."),
        new("Weir:TrustedProxies", Server, "Reverse proxies that are believed when they tell a caller's address and scheme."),
        new("Weir:MaxConnections", Server, "Connections of callers at once; more are closed."),
        new("Weir:StopSeconds", Server, "How long open streams may go on after Weir was told to stop, in seconds."),
        new("Weir:Data", Storage, "The folder of the SQLite file and the key ring. Not used with a PostgreSQL database."),
        new("Weir:DatabaseUrl", Storage, "The PostgreSQL database that holds everything; without it the SQLite file does."),
        new("Weir:MasterKey", Storage, "Wraps the key ring, which opens the keys of upstreams."),
        new("Weir:MasterKeyFile", Storage, "A file that holds the master key."),
        new("Weir:AdminPassword", Accounts, "The password of the user admin, made at a start while there is no administrator."),
        new("Weir:Registration", Accounts, "Who may make an account: closed is only administrators, invite whoever has a link, open anybody."),
        new("Weir:NewcomerTokens", Accounts, "The token limit of who registers without an invite, while no budget template for users has a cap."),
        new("Weir:SessionIdleDays", Accounts, "A session that was not used for so many days ends."),
        new("Weir:SessionDays", Accounts, "A session ends after so many days in any case."),
        new("Weir:DefaultModels:*", Upstreams, "The model of requests in this dialect that name none."),
        new("Weir:Routes:*:Pattern", Upstreams, "The model name that callers use, or the beginning of names and a star."),
        new("Weir:Routes:*:Spread", Upstreams, "How targets are chosen. ordered: the first target that works; weighted: by weight, and each user stays with one."),
        new("Weir:Routes:*:Targets:*:Upstream", Upstreams, "The upstream of a target of the route."),
        new("Weir:Routes:*:Targets:*:Model", Upstreams, "The model's name there; without it, as the caller named it."),
        new("Weir:Routes:*:Targets:*:Weight", Upstreams, "The target's share where the route spreads by weight."),
        new(ListedUpstream + "Name", Upstreams, "What routes and usage call the upstream."),
        new(ListedUpstream + "Kind", Upstreams, "What it is: anthropic, ollama, openai or openai_compatible."),
        new(ListedUpstream + "BaseUrl", Upstreams, "Where the upstream is."),
        new(ListedUpstream + "ApiKey", Upstreams, "The upstream's key, which callers never see."),
        new(ListedUpstream + "Dialects", Upstreams, "The dialects it speaks, its own first."),
        new(ListedUpstream + "Dialects:*", Upstreams, "One of the dialects it speaks."),
        new(ListedUpstream + "Private", Upstreams, "Whether it may be on this machine or in a private network."),
        new(ListedUpstream + "ConnectSeconds", Upstreams, "How long connecting to it may take, in seconds."),
        new(ListedUpstream + "FirstByteSeconds", Upstreams, "How long its answer may take to begin, in seconds."),
        new(ListedUpstream + "IdleSeconds", Upstreams, "How long its answer may pause, in seconds."),
        new(ListedUpstream + "MostConcurrent", Upstreams, "Requests at it at once; more wait in line."),
        new(ListedUpstream + "WhenClientGone", Upstreams, "What happens when a caller has left: drain reads on to the final count when a caller has left, cancel stops at once."),
        new(ListedUpstream + "SurchargeTokens", Upstreams, "Input tokens set aside for each server tool that a request names."),
        new(ListedUpstream + "RefusesSurcharges", Upstreams, "Whether requests with server tools are refused where a limit applies."),
        new("Weir:DefaultMaxTokens", Requests, "The output cap of a request for the default model that has none."),
        new("Weir:PatienceSeconds", Requests, "How long a request waits for others to end before a limit refuses it, in seconds."),
        new("Weir:CountsPerMinute", Requests, "How often each user may ask for a count of tokens, a minute."),
        new("Weir:Models:*:Pattern", Requests, "The models that the figures beside it are of."),
        new("Weir:Models:*:ContextWindow", Requests, "The most input they take, in tokens."),
        new("Weir:Models:*:MaxOutputTokens", Requests, "Their output cap where a request names none while a limit applies."),
        new("Weir:Models:*:TokensPerImage", Requests, "The most that one image can cost, in tokens."),
        new("Weir:Models:*:TokensPerSecond", Requests, "Faster than they make output; what was not reported is estimated by it."),
        new("Weir:RetentionDays", Ledger, "Details that are older become sums, in days; without it they are kept for good."),
        new("Weir:Log", Logs, "How log lines look: text for people, json for collectors."),
    ];

    /// <summary>Null for what nobody described.</summary>
    public static SettingHelp? Find(string setting)
    {
        var general = Generalize(setting);
        return All.FirstOrDefault(help => string.Equals(help.Setting, general, StringComparison.OrdinalIgnoreCase));
    }

    public static bool IsSecret(string setting) => Secrets.Any(name => setting.EndsWith(":" + name, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Of upstreams, routes and models only what was written is listed: where nothing was, there are none. That a well-known upstream could
    /// have a key and an address is said all the same.
    /// </summary>
    public static bool IsListedUnwritten(string setting) => Generalize(setting) switch
    {
        ListedUpstream + "BaseUrl" or ListedUpstream + "ApiKey" => true,
        "Weir:DefaultModels:*" => true,
        var general => !general.Contains('*', StringComparison.Ordinal),
    };

    private static string Generalize(string setting)
    {
        foreach (var section in NamedUpstreams)
        {
            if (setting.StartsWith(section, StringComparison.OrdinalIgnoreCase))
            {
                return ListedUpstream + setting[section.Length..];
            }
        }

        return setting.StartsWith("Weir:DefaultModels:", StringComparison.OrdinalIgnoreCase)
            ? "Weir:DefaultModels:*"
            : string.Join(':', setting.Split(':').Select(part => part.All(char.IsAsciiDigit) ? "*" : part));
    }
}
