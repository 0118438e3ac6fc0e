using System.Net;

namespace Weir.Proxy.Bodies;

/// <summary>
/// The request body on its way upstream: the caller's bytes with a few edits, written piece by piece so that a large body is not
/// copied for the sake of one number.
/// </summary>
internal sealed class EditedBody : HttpContent
{
    private readonly ReadOnlyMemory<byte> _body;
    private readonly List<BodyEdit> _edits;
    private readonly long _length;

    /// <param name="body">The caller's bytes.</param>
    /// <param name="edits">In the order of their places, not overlapping.</param>
    public EditedBody(ReadOnlyMemory<byte> body, List<BodyEdit> edits)
    {
        _body = body;
        _edits = edits;
        _length = body.Length;
        foreach (var edit in edits)
        {
            _length += edit.Replacement.Length - edit.Length;
        }
    }

    /// <summary>False proves that not a byte of the body was sent; then nothing can have been processed.</summary>
    public bool WasStarted { get; private set; }

    /// <summary>True once nothing reads the caller's bytes any more.</summary>
    public bool WasSent { get; private set; }

    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        return true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        WasStarted = true;
        // The handler may send it a second time, after an HTTP/2 connection that was going away.
        WasSent = false;
        var position = 0;
        foreach (var edit in _edits)
        {
            await stream.WriteAsync(_body[position..edit.Start], cancellationToken);
            await stream.WriteAsync(edit.Replacement, cancellationToken);
            position = edit.Start + edit.Length;
        }

        await stream.WriteAsync(_body[position..], cancellationToken);
        WasSent = true;
    }
}
