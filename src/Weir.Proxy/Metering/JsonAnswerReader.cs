namespace Weir.Proxy.Metering;

/// <summary>
/// Reads the usage from an answer that is one JSON object. It is held, as far as there is room, until it is whole: nobody can use a part of
/// it, and one that is cut can still become a clear error. From then on only its closing brace is held.
/// </summary>
internal abstract class JsonAnswerReader : UsageReader
{
    private readonly JsonPathCapture _walk;

    /// <param name="paths">See <see cref="JsonPathCapture"/>.</param>
    protected JsonAnswerReader(params string[] paths) => _walk = new(OnFound, paths);

    public override void Read(ReadOnlySpan<byte> bytes)
    {
        OutputBytes += bytes.Length;
        Held += bytes.Length;
        if (IsComplete)
        {
            return;
        }

        var behind = _walk.Read(bytes);
        IsGarbled = _walk.IsNoObject;
        if (_walk.IsComplete)
        {
            IsComplete = true;
            Held = 1 + behind;
            OnEnd();
        }
    }

    /// <summary>Called for each value at one of the paths.</summary>
    protected abstract void OnFound(int path, ReadOnlySpan<byte> value);

    /// <summary>Called when the object is whole.</summary>
    protected abstract void OnEnd();
}
