namespace Weir.Bench.Gateway.Load;

/// <summary>Where load goes: a port on loopback and the key to show there. It counts the answers, so that a ledger can be held against them.</summary>
internal sealed class Target(int port, string apiKey)
{
    private long _answers;

    public int Port { get; } = port;

    public string ApiKey { get; } = apiKey;

    /// <summary>Complete, right answers since the start.</summary>
    public long Answers => Interlocked.Read(ref _answers);

    public void OnAnswer() => Interlocked.Increment(ref _answers);
}
