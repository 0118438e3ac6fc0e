namespace Weir.Proxy.Bodies;

/// <summary>
/// Bounds the bytes of request bodies held at once, over all callers, so that many large bodies meet a clear refusal instead of
/// exhausting the process.
/// </summary>
internal sealed class BodyMemory(long limit)
{
    private long _taken;

    public long Taken => Interlocked.Read(ref _taken);

    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= limit)
        {
            return true;
        }

        Interlocked.Add(ref _taken, -bytes);
        return false;
    }

    public void Return(long bytes) => Interlocked.Add(ref _taken, -bytes);
}
