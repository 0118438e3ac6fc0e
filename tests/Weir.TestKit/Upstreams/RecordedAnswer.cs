namespace Weir.TestKit.Upstreams;

/// <summary>Fixed bytes as pieces: a stream's parts one by one, so that a script can name them, anything else in one.</summary>
internal static class RecordedAnswer
{
    public static IEnumerable<Piece> Pieces(ReadOnlyMemory<byte> body, IAnswerForm form, long output, bool isStream)
    {
        if (!isStream)
        {
            yield return new(body) { Output = output, IsLast = true, FinalUsage = WireJson.Object(body.Span) is { } whole ? form.UsageOf(whole) : null };
            yield break;
        }

        while (!body.IsEmpty)
        {
            var end = body.Span.IndexOf(form.PartEnd);
            var length = end < 0 ? body.Length : end + form.PartEnd.Length;
            var piece = form.Read(body[..length]);
            // All its output is laid to the first delta: where in the recording each token came is not known.
            yield return piece.IsDelta ? piece with { Output = output } : piece;
            output = piece.IsDelta ? 0 : output;
            body = body[length..];
        }
    }
}
