using Weir.Accounting;

namespace Weir.Proxy.Dialects;

/// <summary>All that Weir reads of a request body: the body itself passes as it came.</summary>
internal sealed class RequestPeek
{
    public string? Model { get; set; }

    /// <summary>The model's value, quotes included; empty when there is none.</summary>
    public ByteRange ModelAt { get; set; }

    public bool Stream { get; set; }

    /// <summary>The output cap asked for, in tokens; null when there is none.</summary>
    public long? OutputCap { get; set; }

    /// <summary>The cap's value; empty when there is none.</summary>
    public ByteRange OutputCapAt { get; set; }

    /// <summary>Just behind the opening brace, where a missing field goes in.</summary>
    public int InsertAt { get; set; }

    /// <summary>True when the body is <c>{}</c>, so that a field that goes in is not followed by a comma.</summary>
    public bool IsEmpty { get; set; }

    public bool HasTools { get; set; }

    public int Images { get; set; }

    /// <summary>Bytes of base64 that become images and not text.</summary>
    public long MediaBytes { get; set; }

    /// <summary>A document that is not text may fill the whole context window.</summary>
    public bool HasOpaqueDocuments { get; set; }

    /// <summary>How many things were named whose cost the request does not bound: server tools, tool servers.</summary>
    public int Surcharges { get; set; }

    public long ThinkingBudget { get; set; }

    /// <summary>True when the model may make output that it does not show.</summary>
    public bool MayHideOutput { get; set; }

    /// <summary>The first id of state that the upstream keeps, a file's or a container's; null when there is none.</summary>
    public string? StoredState { get; set; }

    /// <summary>Further models that the request names, which the upstream may use instead.</summary>
    public List<string> FurtherModels { get; } = [];

    /// <summary>The largest output cap that the request gives a further model, in tokens; 0 when it gives none.</summary>
    public long FurtherCap { get; set; }

    /// <summary>True when <see cref="StoredState"/> is a conversation of which the request has only what is new; SDKs can send all of it instead.</summary>
    public bool ContinuesThread { get; set; }

    /// <summary>The properties, name and value, that a request for an exact count takes over.</summary>
    public List<ByteRange> Counted { get; } = [];

    public InputBound Bound(int bodyBytes) => new()
    {
        BodyBytes = bodyBytes,
        MediaBytes = MediaBytes,
        Images = Images,
        HasTools = HasTools,
        HasOpaqueDocuments = HasOpaqueDocuments,
        Surcharges = Surcharges,
    };
}
