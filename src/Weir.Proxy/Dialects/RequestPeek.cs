using System.Text.Json;
using Weir.Accounting;

namespace Weir.Proxy.Dialects;

/// <summary>All that Weir reads of a request body: the body itself passes as it came.</summary>
internal sealed class RequestPeek
{
    /// <summary>Each id is looked up; no conversation of a real client names as many.</summary>
    public const int MostStoredStates = 1_000;

    public string? Model { get; set; }

    /// <summary>The model's value, quotes included; empty when there is none.</summary>
    public ByteRange ModelAt { get; set; }

    public bool Stream { get; set; }

    /// <summary>True when the body says whether to stream.</summary>
    public bool NamesStream { get; set; }

    /// <summary>The value of <c>stream</c>, whatever it is; empty when the field isn't there.</summary>
    public ByteRange StreamAt { get; set; }

    /// <summary>The output cap asked for, in tokens and for one choice; null when there is none.</summary>
    public long? OutputCap { get; set; }

    /// <summary>The cap's value; empty when the field isn't there.</summary>
    public ByteRange OutputCapAt { get; set; }

    /// <summary>The value of a second field that caps the output, which some dialects have; empty when it isn't there.</summary>
    public ByteRange SecondCapAt { get; set; }

    /// <summary>True when the field at <see cref="OutputCapAt"/> is null, which caps nothing.</summary>
    public bool IsOutputCapNull { get; set; }

    /// <summary>True when the field at <see cref="SecondCapAt"/> is null.</summary>
    public bool IsSecondCapNull { get; set; }

    /// <summary>True when two fields name two caps: the upstream may read either.</summary>
    public bool CapsDiffer { get; set; }

    /// <summary>The body itself, where a missing field goes in.</summary>
    public ObjectPlace Top { get; set; }

    /// <summary>Ollama's <c>options</c> or OpenAI's <c>stream_options</c>: the value; empty when the field isn't there.</summary>
    public ByteRange OptionsAt { get; set; }

    /// <summary>The same as an object; null when the value is none.</summary>
    public ObjectPlace? Options { get; set; }

    /// <summary>How many answers are made, each up to the cap.</summary>
    public long Choices { get; set; } = 1;

    /// <summary>True when the request makes no output tokens: an embedding.</summary>
    public bool IsInputOnly { get; set; }

    /// <summary>Characters of the prompt, for dialects whose answers may leave out the count; null elsewhere.</summary>
    public long? PromptCharacters { get; set; }

    /// <summary>True when the caller asked for the chunk that tells the usage, which is withheld from callers that didn't.</summary>
    public bool AsksForUsage { get; set; }

    /// <summary>The value that says whether that chunk is wanted; empty when the field isn't there.</summary>
    public ByteRange AsksForUsageAt { get; set; }

    public bool HasTools { get; set; }

    public int Images { get; set; }

    /// <summary>Bytes of base64 that become images and not text.</summary>
    public long MediaBytes { get; set; }

    /// <summary>Bytes that the upstream adds where it writes for the model what the request leaves out.</summary>
    public long AddedBytes { get; set; }

    /// <summary>A document that is not text may fill the whole context window.</summary>
    public bool HasOpaqueDocuments { get; set; }

    /// <summary>How many things were named whose cost the request does not bound: server tools, tool servers.</summary>
    public int Surcharges { get; set; }

    public long ThinkingBudget { get; set; }

    /// <summary>True when the model may make output that it does not show.</summary>
    public bool MayHideOutput { get; set; }

    /// <summary>True when the request says that the model shall not think.</summary>
    public bool ForbidsThinking { get; set; }

    /// <summary>Ids of state that the upstream keeps: answers, files, containers. At most <see cref="MostStoredStates"/> and one more.</summary>
    public HashSet<string> StoredStates { get; } = [];

    /// <summary>True when the upstream is asked to keep the answer, so that a later request can name it.</summary>
    public bool KeepsAnswer { get; set; }

    /// <summary>Further models that the request names, which the upstream may use instead.</summary>
    public List<string> FurtherModels { get; } = [];

    /// <summary>The largest output cap that the request gives a further model, in tokens; 0 when it gives none.</summary>
    public long FurtherCap { get; set; }

    /// <summary>True when <see cref="StoredStates"/> is a conversation of which the request has only what is new; SDKs can send all of it instead.</summary>
    public bool ContinuesThread { get; set; }

    /// <summary>What the request says that bears on its price; a value that is no string counts as one that no price knows.</summary>
    public string? Speed { get; set; }

    public string? ServiceTier { get; set; }

    public string? InferenceGeo { get; set; }

    /// <summary>Tools of the upstream's that it may run, by the names that fees are known by.</summary>
    public HashSet<string> FeeTools { get; } = [];

    /// <summary>True when the prompt, or a part of it, may be written to a cache.</summary>
    public bool MayWriteCache { get; set; }

    public Circumstances Circumstances => new()
    {
        Speed = Speed,
        ServiceTier = ServiceTier,
        InferenceGeo = InferenceGeo,
        Tools = [.. FeeTools.Select(tool => new ToolRequests(tool, 1))],
    };

    /// <summary>The properties, name and value, that a request for an exact count takes over.</summary>
    public List<ByteRange> Counted { get; } = [];

    public void AddStoredState(string id)
    {
        if (StoredStates.Count <= MostStoredStates)
        {
            StoredStates.Add(id);
        }
    }

    /// <summary>Takes down the id that the reader stands on, if it is any.</summary>
    public void AddStoredState(ref JsonScanner id)
    {
        if (id.TokenType == JsonTokenType.String)
        {
            AddStoredState(id.GetString());
        }
    }

    public InputBound Bound(int bodyBytes) => new()
    {
        BodyBytes = bodyBytes + AddedBytes,
        MediaBytes = MediaBytes,
        Images = Images,
        HasTools = HasTools,
        HasOpaqueDocuments = HasOpaqueDocuments,
        Surcharges = Surcharges,
    };
}
