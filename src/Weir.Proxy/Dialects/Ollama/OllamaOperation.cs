using System.Globalization;
using Weir.Proxy.Bodies;
using Weir.Proxy.Metering;
using Weir.Proxy.Refusals;
using Weir.Proxy.Upstreams;

namespace Weir.Proxy.Dialects.Ollama;

/// <summary>One of the things that Ollama's own API lets a model do.</summary>
internal sealed class OllamaOperation : IOperation
{
    private readonly RequestFields _fields;
    private readonly bool _isInputOnly;
    private readonly bool _streamsByDefault;

    private OllamaOperation(string path, RequestFields fields, bool isInputOnly = false, bool streamsByDefault = false)
    {
        Path = path;
        (_fields, _isInputOnly, _streamsByDefault) = (fields, isInputOnly, streamsByDefault);
    }

    /// <param name="streamsByDefault">What a request that doesn't say is taken for: Ollama streams.</param>
    public static OllamaOperation Chat(bool streamsByDefault) => new("/api/chat", OllamaPeek.Chat, streamsByDefault: streamsByDefault);

    /// <inheritdoc cref="Chat"/>
    public static OllamaOperation Generate(bool streamsByDefault) => new("/api/generate", OllamaPeek.Generate, streamsByDefault: streamsByDefault);

    public static OllamaOperation Embed { get; } = new("/api/embed", OllamaPeek.Embed, isInputOnly: true);

    /// <summary>The old path, for one text, whose answer tells no usage.</summary>
    public static OllamaOperation Embeddings { get; } = new("/api/embeddings", OllamaPeek.Embeddings, isInputOnly: true);

    /// <summary>What a model is. It makes nothing and costs nothing.</summary>
    public static OllamaOperation Show { get; } = new("/api/show", OllamaPeek.Show, isInputOnly: true);

    public Dialect Dialect => Dialect.Ollama;

    public string Path { get; }

    public bool DemandsCap => false;

    public string StreamType => "application/x-ndjson";

    public string? Peek(ReadOnlySpan<byte> body, RequestPeek peek)
    {
        peek.IsInputOnly = _isInputOnly;
        peek.Stream = _streamsByDefault;
        peek.PromptCharacters = 0;
        return _fields.Read(body, peek);
    }

    public void EditCap(BodyEdits edits, RequestPeek peek, UpstreamKind kind, long cap)
    {
        // Ollama takes what isn't above 0 for no cap at all.
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(cap);
        var value = cap.ToString(CultureInfo.InvariantCulture);
        if (!peek.OutputCapAt.IsEmpty)
        {
            edits.Replace(peek.OutputCapAt, value);
        }
        else if (peek.Options is { } options)
        {
            edits.Insert(options, $"\"num_predict\":{value}");
        }
        else if (!peek.OptionsAt.IsEmpty)
        {
            edits.Replace(peek.OptionsAt, $$"""{"num_predict":{{value}}}""");
        }
        else
        {
            edits.Insert(peek.Top, $$"""
                "options":{"num_predict":{{value}}}
                """);
        }
    }

    public void EditRest(BodyEdits edits, RequestPeek peek, bool isForApps)
    {
        if (!isForApps || peek.NamesStream)
        {
            return;
        }

        if (peek.StreamAt.IsEmpty)
        {
            edits.Insert(peek.Top, "\"stream\":false");
        }
        else
        {
            edits.Replace(peek.StreamAt, "false");
        }
    }

    public UsageReader CreateUsageReader(bool stream, RequestPeek peek) => stream ? new OllamaStreamReader() : new OllamaAnswerReader(peek.IsInputOnly);

    public byte[] ErrorInStream(Refusal refusal, string requestId) => [.. OllamaErrors.Write(refusal), (byte)'\n'];

    /// <summary>Ollama has no such question.</summary>
    public CountQuestion? CountQuestion(ReadOnlySpan<byte> body, RequestPeek peek, UpstreamKind kind) => null;

    public long? CountIn(ReadOnlySpan<byte> answer) => null;
}
