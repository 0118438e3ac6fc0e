using System.Text.Json.Serialization;
using Weir.Proxy.Upstreams;

namespace Weir.Upstreams;

/// <summary>An upstream as administrators see it. Its key is not shown.</summary>
public sealed record UpstreamAnswer
{
    /// <summary>Of one in the settings it is the name.</summary>
    public required string Id { get; init; }

    /// <summary><c>settings</c> or <c>database</c>; only the latter can be changed here.</summary>
    public required string Source { get; init; }

    public required string Name { get; init; }

    public required string Kind { get; init; }

    public required string BaseUrl { get; init; }

    public required bool HasApiKey { get; init; }

    public required List<string> Dialects { get; init; }

    public required bool IsPrivate { get; init; }

    public required long ConnectSeconds { get; init; }

    public required long FirstByteSeconds { get; init; }

    public required long IdleSeconds { get; init; }

    public required int? MostConcurrent { get; init; }

    public required string WhenClientGone { get; init; }

    public required long SurchargeTokens { get; init; }

    public required bool RefusesSurcharges { get; init; }

    /// <summary>How it stands in this process; left out while it is not in force.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public UpstreamStateAnswer? State { get; init; }

    /// <summary>The mean time to the first byte within the last hour, whichever process asked; left out when nothing came.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? FirstByteMicroseconds { get; init; }

    /// <summary>What an administrator should look after; left out when nothing is wrong.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Problem { get; init; }

    public static UpstreamAnswer Of(UpstreamConfig config, string id, string source, UpstreamStanding? standing) => new()
    {
        Id = id,
        Source = source,
        Name = config.Name,
        Kind = UpstreamWords.Kinds.Word(config.Kind),
        BaseUrl = config.BaseUrl.AbsoluteUri.TrimEnd('/'),
        HasApiKey = config.ApiKey is not null,
        Dialects = [.. config.Dialects.Select(UpstreamWords.Dialects.Word)],
        IsPrivate = config.IsPrivate,
        ConnectSeconds = (long)config.ConnectTimeout.TotalSeconds,
        FirstByteSeconds = (long)config.FirstByteTimeout.TotalSeconds,
        IdleSeconds = (long)config.IdleTimeout.TotalSeconds,
        MostConcurrent = config.MostConcurrent,
        WhenClientGone = UpstreamWords.WhenClientGone.Word(config.WhenClientGone),
        SurchargeTokens = config.SurchargeTokens,
        RefusesSurcharges = config.RefusesSurcharges,
        State = standing is null ? null : new(standing.IsOpen, standing.Inside, standing.Waiting, standing.Models.Length),
    };
}
