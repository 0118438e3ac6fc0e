using System.Buffers;
using System.Globalization;
using System.Text;

namespace Weir.TestKit.Wire;

/// <summary>An answer as it came over the wire; its body grows as it is read, freed from its framing.</summary>
public sealed class RawAnswer
{
    private readonly BodyReader _reader;
    private readonly ArrayBufferWriter<byte> _body = new();

    internal RawAnswer(HttpHead head, WireReader wire)
    {
        Head = head;
        Status = int.Parse(head.StartLine.Split(' ')[1], CultureInfo.InvariantCulture);
        _reader = new(wire, head, untilClose: Status >= 200 && Status is not (204 or 304));
    }

    public HttpHead Head { get; }

    public int Status { get; }

    /// <summary>What has been read so far.</summary>
    public byte[] Body => _body.WrittenSpan.ToArray();

    public string Text => Encoding.UTF8.GetString(_body.WrittenSpan);

    public BodyEnd End => _reader.End;

    /// <summary>Reads until the body has this many bytes, or ends.</summary>
    public async Task<RawAnswer> ReadToAsync(long length, CancellationToken cancellationToken)
    {
        while (_body.WrittenCount < length && _reader.End == BodyEnd.Open)
        {
            var limit = (int)Math.Min(length - _body.WrittenCount, 64 * 1024);
            _body.Write(await _reader.ReadAsync(limit, cancellationToken));
        }

        return this;
    }

    /// <summary>Reads until the body holds this text, or ends.</summary>
    public async Task<RawAnswer> ReadToAsync(string text, CancellationToken cancellationToken)
    {
        var wanted = Encoding.UTF8.GetBytes(text);
        while (_reader.End == BodyEnd.Open && _body.WrittenSpan.IndexOf(wanted) < 0)
        {
            _body.Write(await _reader.ReadAsync(64 * 1024, cancellationToken));
        }

        return this;
    }

    public Task<RawAnswer> ReadToEndAsync(CancellationToken cancellationToken) => ReadToAsync(long.MaxValue, cancellationToken);
}
