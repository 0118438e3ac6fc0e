using System.Text.Json.Serialization;
using Weir.Bodies;

namespace Weir.Upstreams;

/// <summary>An upstream as the bodies of <c>/admin/api/upstreams</c> write it. What is left out takes what is usual for its kind.</summary>
internal sealed class UpstreamRequest
{
    public string? Name { get; init; }

    /// <summary><c>anthropic</c>, <c>ollama</c>, <c>openai</c> or <c>openai_compatible</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>Left out: the vendor's own.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>Never shown again. Left out of a change it stays, unless <c>base_url</c> moves to another server, which wants it anew; null takes it away.</summary>
    /// <remarks>Not <c>init</c>: generated deserializers call every <c>init</c> accessor, also of fields that the body leaves out.</remarks>
    public string? ApiKey
    {
        get;
        set
        {
            field = value;
            SetsApiKey = true;
        }
    }

    /// <summary>True when the body had the key, be it null.</summary>
    [JsonIgnore]
    public bool SetsApiKey { get; private set; }

    /// <summary>Of <c>anthropic</c>, <c>ollama</c>, <c>openai</c>: which it speaks, its own first.</summary>
    public List<string>? Dialects { get; init; }

    /// <summary>True when it may be on this machine or in a private network.</summary>
    [JsonConverter(typeof(FlagConverter))]
    public bool? IsPrivate { get; init; }

    public long? ConnectSeconds { get; init; }

    public long? FirstByteSeconds { get; init; }

    public long? IdleSeconds { get; init; }

    /// <summary>Attempts at once; null: any number.</summary>
    public long? MostConcurrent { get; init; }

    /// <summary><c>drain</c> or <c>cancel</c>.</summary>
    public string? WhenClientGone { get; init; }

    public long? SurchargeTokens { get; init; }

    [JsonConverter(typeof(FlagConverter))]
    public bool? RefusesSurcharges { get; init; }
}
