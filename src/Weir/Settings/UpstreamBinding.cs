using System.Collections.Immutable;
using Weir.Proxy.Dialects;
using Weir.Proxy.Upstreams;
using Weir.Upstreams;

namespace Weir.Settings;

/// <summary>Reads the upstreams: those that have a section of their own, then the list of further ones.</summary>
internal sealed class UpstreamBinding(SettingsReader read, OwnAddress own)
{
    private const string List = "Weir:Upstreams";

    private readonly Dictionary<string, string> _names = new(StringComparer.OrdinalIgnoreCase);

    private readonly List<string> _remarks = [];

    /// <summary>What was written and has no effect.</summary>
    public IReadOnlyList<string> Remarks => _remarks;

    public ImmutableArray<UpstreamConfig> ReadAll()
    {
        IEnumerable<UpstreamConfig?> all =
        [
            Named("anthropic", "Weir:Anthropic:", UpstreamKind.Anthropic),
            Named("openai", "Weir:OpenAI:", UpstreamKind.OpenAI),
            Named("ollama", "Weir:Ollama:", UpstreamKind.Ollama),
            .. read.Entries(List).Select(Listed),
        ];
        return [.. all.OfType<UpstreamConfig>()];
    }

    /// <summary>Null when neither key nor address is written. An address without a key is an upstream that wants none.</summary>
    private UpstreamConfig? Named(string name, string section, UpstreamKind kind)
    {
        var key = Key(section, kind);
        var url = Url(section, kind);
        kind = kind == UpstreamKind.OpenAI && url is not null && !UpstreamAddresses.IsOpenAI(url) ? UpstreamKind.OpenAICompatible : kind;
        var config = Read(section, name, kind, url ?? UpstreamAddresses.Usual(kind)!, key);
        if (key is not null || url is not null)
        {
            _names.Add(name, read.NameOf(section + (url is null ? "ApiKey" : "BaseUrl")));
            return config;
        }

        if (read.FirstUnder(section) is { } idle)
        {
            _remarks.Add($"{idle} has no effect: there is no upstream \"{name}\" without {read.NameOf(section + "BaseUrl")} or {read.NameOf(section + "ApiKey")}.");
        }

        return null;
    }

    private UpstreamConfig Listed(string section)
    {
        var kind = read.Choice(section + "Kind", UpstreamWords.Kinds) is { } written
            ? written
            : read.Missing(section + "Kind", $"write {UpstreamWords.Kinds.Choices}", UpstreamKind.Anthropic);
        var url = Url(section, kind) ?? UpstreamAddresses.Usual(kind);
        if (url is null && !read.IsWritten(section + "BaseUrl"))
        {
            read.Missing<Uri?>(section + "BaseUrl", UpstreamAddresses.Remedy(kind), null);
        }

        // What stands in for something wrong is never used: the problem keeps Weir from starting.
        return Read(section, Name(section), kind, url ?? UpstreamAddresses.Usual(UpstreamKind.Ollama)!, Key(section, kind));
    }

    private string Name(string section)
    {
        var setting = section + "Name";
        if (read.Text(setting) is not { } name)
        {
            return read.Missing(setting, $"it is how routes and usage call the upstream; {UpstreamRules.NameRemedy}", "");
        }

        if (!UpstreamRules.IsName(name))
        {
            return read.Wrong(setting, UpstreamRules.NameRemedy, name);
        }

        return _names.TryAdd(name, read.NameOf(setting))
            ? name
            : read.Wrong(setting, $"the upstream of {_names[name]} has this name already; write another one, for example {name}-2", name);
    }

    private string? Key(string section, UpstreamKind kind) => read.HeaderSecret(section + "ApiKey", kind == UpstreamKind.Anthropic ? "sk-ant-api03-…" : "sk-…");

    private Uri? Url(string section, UpstreamKind kind)
    {
        var setting = section + "BaseUrl";
        if (read.Text(setting) is not { } text)
        {
            return null;
        }

        if (text.Contains('@', StringComparison.Ordinal))
        {
            // Not shown: before it stands a password.
            read.Refuse($"{read.NameOf(setting)} has a user name or a password in it: {UpstreamAddresses.Remedy(kind)}, and the key as {read.NameOf(section + "ApiKey")}.");
            return null;
        }

        if (!UpstreamAddresses.TryRead(kind, text, out var url))
        {
            return read.Wrong<Uri?>(setting, UpstreamAddresses.Remedy(kind), null);
        }

        return own.Is(url)
            ? read.Wrong<Uri?>(setting, $"this Weir itself listens there; {UpstreamAddresses.Remedy(kind)}, or change PORT", null)
            : url;
    }

    private UpstreamConfig Read(string section, string name, UpstreamKind kind, Uri url, string? key) => new()
    {
        Name = name,
        Kind = kind,
        BaseUrl = url,
        ApiKey = key,
        Dialects = Dialects(section, kind),
        IsPrivate = read.Flag(section + "Private", UpstreamDefaults.IsPrivate(kind, url)),
        ConnectTimeout = read.Seconds(section + "ConnectSeconds", 10, 1, UpstreamRules.LongestConnect),
        FirstByteTimeout = read.Seconds(section + "FirstByteSeconds", 600, 1, UpstreamRules.LongestWait),
        IdleTimeout = read.Seconds(section + "IdleSeconds", 300, 1, UpstreamRules.LongestWait),
        MostConcurrent = read.IsWritten(section + "MostConcurrent") ? (int)read.Number(section + "MostConcurrent", 4, 1, UpstreamRules.MostConcurrent) : null,
        WhenClientGone = read.Choice(section + "WhenClientGone", UpstreamWords.WhenClientGone) ?? UpstreamDefaults.WhenClientGone(kind),
        SurchargeTokens = read.Number(section + "SurchargeTokens", 50_000, 0, UpstreamRules.MostSurcharge),
        RefusesSurcharges = read.Flag(section + "RefusesSurcharges", false),
    };

    private ImmutableArray<Dialect> Dialects(string section, UpstreamKind kind)
    {
        var dialects = ImmutableArray.CreateBuilder<Dialect>();
        foreach (var (setting, word) in read.Words(section + "Dialects"))
        {
            if (!UpstreamWords.Dialects.TryRead(word, out var dialect))
            {
                read.Wrong(setting, $"write {UpstreamWords.Dialects.Choices}, several with commas between them", dialect);
            }
            else if (!dialects.Contains(dialect))
            {
                dialects.Add(dialect);
            }
        }

        return dialects.Count == 0 ? UpstreamDefaults.Dialects(kind) : dialects.ToImmutable();
    }
}
