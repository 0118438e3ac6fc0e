using System.Text;
using System.Text.Json;

namespace Weir.Proxy.Upstreams.Simulated;

/// <summary>What the simulated model says: a token is a word.</summary>
internal sealed class SimulatedAnswer
{
    /// <summary>As much of the question as is repeated, in characters.</summary>
    private const int LongestEcho = 200;

    private readonly SimulatedQuestion _question;
    private readonly string[] _tokens;
    private readonly bool _isCut;
    private readonly string _id = $"msg_demo_{Guid.CreateVersion7():N}";

    private SimulatedAnswer(SimulatedQuestion question, string[] tokens, bool isCut)
    {
        _question = question;
        _tokens = tokens;
        _isCut = isCut;
    }

    public static SimulatedAnswer To(SimulatedQuestion question)
    {
        var echo = question.LastText.Length > LongestEcho ? question.LastText[..LongestEcho] + "…" : question.LastText;
        var words = $"This is Weir's simulated model speaking: no language model was asked. You said: \"{echo}\" Set ANTHROPIC_API_KEY and restart to reach Claude."
            .Split(' ')
            .Select((word, i) => i == 0 ? word : " " + word)
            .ToArray();
        var isCut = words.Length > question.MaxTokens;
        return new(question, isCut ? words[..(int)question.MaxTokens] : words, isCut);
    }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(
        Message([new("text", string.Concat(_tokens))], StopReason, _tokens.Length),
        SimulatedJson.Plain.SimulatedMessage);

    /// <summary>The events of the stream, each as it stands on the wire.</summary>
    public IEnumerable<byte[]> ToEvents()
    {
        yield return Event("message_start", $$"""{"type":"message_start","message":{{JsonSerializer.Serialize(Message([], null, 1), SimulatedJson.Plain.SimulatedMessage)}}}""");
        yield return Event("content_block_start", """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""");
        foreach (var text in _tokens)
        {
            yield return Event("content_block_delta", $$$"""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":{{{JsonSerializer.Serialize(text, SimulatedJson.Plain.String)}}}}}""");
        }

        yield return Event("content_block_stop", """{"type":"content_block_stop","index":0}""");
        yield return Event("message_delta", $$$"""{"type":"message_delta","delta":{"stop_reason":"{{{StopReason}}}","stop_sequence":null},"usage":{"output_tokens":{{{_tokens.Length}}}}}""");
        yield return Event("message_stop", """{"type":"message_stop"}""");
    }

    private string StopReason => _isCut ? "max_tokens" : "end_turn";

    private SimulatedMessage Message(SimulatedText[] content, string? stopReason, long output) => new()
    {
        Id = _id,
        Model = SimulatedHandler.Model,
        Content = content,
        StopReason = stopReason,
        Usage = new(_question.InputTokens, 0, 0, output),
    };

    private static byte[] Event(string name, string data) => Encoding.UTF8.GetBytes($"event: {name}\ndata: {data}\n\n");
}
