using System.Collections.Immutable;
using Weir.Errors;
using Weir.Proxy.Dialects;
using Weir.Proxy.Upstreams;

namespace Weir.Upstreams;

/// <summary>Takes an upstream out of a body, held to the same rules as the settings, or says everything that is wrong with it.</summary>
internal sealed class UpstreamReading(UpstreamRequest request, OwnAddress own)
{
    private readonly List<string> _problems = [];

    /// <summary>Why there is none, once <see cref="Read"/> answered null.</summary>
    public ErrorResult Refusal => ErrorResult.BadRequest(string.Join(' ', _problems));

    public UpstreamConfig? Read()
    {
        var name = Name();
        var kind = Kind();
        // What an address may look like depends on the kind.
        var url = kind is { } known ? Url(known) : new("http://127.0.0.1");
        var config = new UpstreamConfig
        {
            Name = name,
            Kind = kind ?? UpstreamKind.Anthropic,
            BaseUrl = url,
            ApiKey = Key(),
            Dialects = Dialects(kind ?? UpstreamKind.Anthropic),
            IsPrivate = request.IsPrivate ?? UpstreamDefaults.IsPrivate(kind ?? UpstreamKind.Anthropic, url),
            ConnectTimeout = Seconds("connect_seconds", request.ConnectSeconds, 10, UpstreamRules.LongestConnect),
            FirstByteTimeout = Seconds("first_byte_seconds", request.FirstByteSeconds, 600, UpstreamRules.LongestWait),
            IdleTimeout = Seconds("idle_seconds", request.IdleSeconds, 300, UpstreamRules.LongestWait),
            MostConcurrent = request.MostConcurrent is { } most ? (int)Number("most_concurrent", most, 1, UpstreamRules.MostConcurrent) : null,
            WhenClientGone = WhenClientGone(kind ?? UpstreamKind.Anthropic),
            SurchargeTokens = Number("surcharge_tokens", request.SurchargeTokens ?? 50_000, 0, UpstreamRules.MostSurcharge),
            RefusesSurcharges = request.RefusesSurcharges ?? false,
        };
        return _problems.Count == 0 ? config : null;
    }

    private string Name()
    {
        if (request.Name is not { } name || !UpstreamRules.IsName(name))
        {
            Refuse("name", UpstreamRules.NameRemedy);
            return "";
        }

        return name;
    }

    private UpstreamKind? Kind()
    {
        if (UpstreamWords.Kinds.TryRead(request.Kind, out var kind))
        {
            return kind;
        }

        Refuse("kind", $"write {UpstreamWords.Kinds.Choices}");
        return null;
    }

    private Uri Url(UpstreamKind kind)
    {
        // What stands in for something wrong is never used.
        var usual = UpstreamAddresses.Usual(kind) ?? new("http://127.0.0.1");
        if (request.BaseUrl is not { } text)
        {
            if (UpstreamAddresses.Usual(kind) is null)
            {
                Refuse("base_url", UpstreamAddresses.Remedy(kind));
            }

            return usual;
        }

        if (!UpstreamAddresses.TryRead(kind, text, out var url))
        {
            Refuse("base_url", UpstreamAddresses.Remedy(kind));
            return usual;
        }

        if (own.Is(url))
        {
            Refuse("base_url", $"this Weir itself listens there; {UpstreamAddresses.Remedy(kind)}");
        }

        return url;
    }

    private string? Key()
    {
        if (request.ApiKey is { } key && !UpstreamRules.IsKey(key))
        {
            // Not shown.
            Refuse("api_key", "write the key alone, without spaces or line breaks, or null for an upstream that wants none");
        }

        return request.ApiKey;
    }

    private ImmutableArray<Dialect> Dialects(UpstreamKind kind)
    {
        var dialects = ImmutableArray.CreateBuilder<Dialect>();
        foreach (var word in request.Dialects ?? [])
        {
            if (!UpstreamWords.Dialects.TryRead(word, out var dialect))
            {
                Refuse("dialects", $"write a list of {UpstreamWords.Dialects.Choices}");
                break;
            }

            if (!dialects.Contains(dialect))
            {
                dialects.Add(dialect);
            }
        }

        return dialects.Count == 0 ? UpstreamDefaults.Dialects(kind) : dialects.ToImmutable();
    }

    private ClientGonePolicy WhenClientGone(UpstreamKind kind)
    {
        if (request.WhenClientGone is null)
        {
            return UpstreamDefaults.WhenClientGone(kind);
        }

        if (!UpstreamWords.WhenClientGone.TryRead(request.WhenClientGone, out var policy))
        {
            Refuse("when_client_gone", $"write {UpstreamWords.WhenClientGone.Choices}");
        }

        return policy;
    }

    private TimeSpan Seconds(string field, long? seconds, long usual, long most) => TimeSpan.FromSeconds(Number(field, seconds ?? usual, 1, most));

    private long Number(string field, long number, long least, long most)
    {
        if (number >= least && number <= most)
        {
            return number;
        }

        Refuse(field, $"write a whole number from {least} to {most}");
        return least;
    }

    private void Refuse(string field, string remedy) => _problems.Add($"\"{field}\" is missing or wrong: {remedy}.");
}
