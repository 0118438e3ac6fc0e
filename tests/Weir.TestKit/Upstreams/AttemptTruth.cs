using System.Buffers;
using System.Text.Json.Nodes;

namespace Weir.TestKit.Upstreams;

/// <summary>What truly happened in one attempt to make a model work. Safe to read from any thread while it happens.</summary>
public sealed class AttemptTruth
{
    private readonly TruthBook _book;
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ArrayBufferWriter<byte> _sent = new();
    private long _input;
    private long _output;
    private long _granted;
    private bool _isMaking = true;
    private AttemptEnd _end;
    private JsonObject? _startUsage;
    private JsonObject? _finalUsage;
    private DateTimeOffset? _endedAt;

    internal AttemptTruth(TruthBook book, ReceivedRequest request)
    {
        _book = book;
        Request = request;
        _input = request.InputTokens;
        _granted = Granted(request, request.OutputCap ?? 0);
    }

    public ReceivedRequest Request { get; }

    /// <summary>All input tokens, whether from the cache or not.</summary>
    public long Input => _book.Read(() => _input);

    /// <summary>Output tokens made so far, hidden ones included.</summary>
    public long Output => _book.Read(() => _output);

    /// <summary>Input and output together.</summary>
    public long Consumed => _book.Read(() => ConsumedNow);

    public AttemptEnd End => _book.Read(() => _end);

    public DateTimeOffset? EndedAt => _book.Read(() => _endedAt);

    /// <summary>The usage that Anthropic's <c>message_start</c> reported, once it is out.</summary>
    public JsonObject? StartUsage => _book.Read(() => _startUsage);

    /// <summary>The usage that ended the answer, once its last byte is out.</summary>
    public JsonObject? FinalUsage => _book.Read(() => _finalUsage);

    /// <summary>Body bytes handed to the network so far, freed from their framing.</summary>
    public byte[] Sent => _book.Read(() => _sent.WrittenSpan.ToArray());

    /// <summary>Done when the upstream is through with the attempt and nothing here changes any more.</summary>
    public Task Done => _done.Task;

    /// <summary>What it has used if the model is through with it, and else the most it can use. Read under the book's lock.</summary>
    internal long ExposureNow => _isMaking ? _input + _granted : ConsumedNow;

    internal bool IsOpenNow => _end == AttemptEnd.Open;

    private long ConsumedNow => _end == AttemptEnd.Refused ? 0 : _input + _output;

    internal void AddInput(long tokens) => Change(() => _input += tokens);

    internal void AddOutput(long tokens) => Change(() => _output += tokens);

    /// <summary>What is known once the answer is chosen: an input of its own, and for what no request bounds how much it will make.</summary>
    internal void Expect(Answer answer) => Change(() =>
    {
        _input = answer.Input ?? _input;
        _granted = Request.OutputCap is null ? answer.Output : _granted;
    });

    internal void AddSent(ReadOnlyMemory<byte> bytes) => Change(() => _sent.Write(bytes.Span));

    internal void SetStartUsage(JsonObject? usage) => Change(() => _startUsage = usage);

    internal void SetFinalUsage(JsonObject? usage) => Change(() => _finalUsage = usage);

    /// <summary>The model makes nothing more, though the last bytes may still have to go out.</summary>
    internal void StopMaking() => Change(() => _isMaking = false);

    /// <summary>The first end counts: nothing is used after it.</summary>
    internal void EndAs(AttemptEnd end, DateTimeOffset at) => Change(() =>
    {
        if (_end == AttemptEnd.Open)
        {
            _isMaking = false;
            _end = end;
            _endedAt = at;
        }
    });

    internal void Finish() => _done.TrySetResult();

    /// <summary>A cap that is absurdly large counts as 2^50, so that sums of them can't overflow.</summary>
    private static long Granted(ReceivedRequest request, long cap) => Math.Min(cap, 1L << 50) * request.Choices;

    private void Change(Action change) => _book.Change(() =>
    {
        var before = ExposureNow;
        change();
        _book.Expose(ExposureNow - before);
    });
}
