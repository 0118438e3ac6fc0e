namespace Weir.Proxy.Metering;

/// <summary>Keeps the value of one member at the top level of a JSON object that comes in pieces.</summary>
internal sealed class JsonMemberCapture
{
    private readonly JsonPathCapture _walk;
    private byte[] _value = [];

    public JsonMemberCapture(byte[] member) =>
        _walk = new((_, value) => _value = value.ToArray(), System.Text.Encoding.UTF8.GetString(member));

    /// <summary>True once the closing brace of the object was read.</summary>
    public bool IsComplete => _walk.IsComplete;

    /// <summary>True when the first byte that isn't white space was no opening brace.</summary>
    public bool IsNoObject => _walk.IsNoObject;

    /// <summary>The member's value as it stood; empty when it hasn't come, or was too large.</summary>
    public ReadOnlySpan<byte> Value => _value;

    /// <returns>How many of the bytes are behind the object's end.</returns>
    public int Read(ReadOnlySpan<byte> bytes) => _walk.Read(bytes);
}
