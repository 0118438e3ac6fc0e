namespace Weir.TestKit.Upstreams;

/// <summary>Turns a request and its script into an answer: what the server refuses, else what the script fixes, else what the dialect has for it.</summary>
internal static class Answers
{
    public static Answer To(ReceivedRequest request, Script script, UpstreamKind kind)
    {
        var wire = request.Wire;
        var answer = wire.Refusal(request) ?? Scripted(request, script) ?? Honest(request, script);
        return answer with
        {
            Usual = [.. ServerHeaders.Of(kind, request.Id)],
            // The head of what GET would answer, with its length.
            Framing = request.Method == "HEAD" ? BodyFraming.Length : answer.Framing,
        };
    }

    private static Answer? Scripted(ReceivedRequest request, Script script)
    {
        if (script.Error is { } error)
        {
            return request.Wire.Error(request, script.Status, error.Type, error.Message) with { Headers = script.Headers };
        }

        if (script.Body is not { } body)
        {
            return null;
        }

        var form = request.Wire.FormOf(request);
        var type = script.ContentType ?? form.WholeType;
        var isStream = type.StartsWith("text/event-stream", StringComparison.Ordinal) || type.StartsWith("application/x-ndjson", StringComparison.Ordinal);
        return new Answer(script.Status, type, RecordedAnswer.Pieces(body, form, script.BodyTokens.Output, isStream))
        {
            Framing = isStream ? BodyFraming.Chunked : BodyFraming.Length,
            Input = script.BodyTokens.Input,
            Output = script.BodyTokens.Output,
        }.As(script);
    }

    private static Answer Honest(ReceivedRequest request, Script script)
    {
        var answer = request.Wire.Honest(request, script);
        return answer.Status < 400 ? answer.As(script) : answer;
    }
}
