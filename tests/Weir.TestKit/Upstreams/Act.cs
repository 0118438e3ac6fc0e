namespace Weir.TestKit.Upstreams;

/// <summary>What an upstream does at a point of its answer.</summary>
public abstract record Act
{
    private Act()
    {
    }

    /// <summary>Closes the connection (FIN) without ending the body.</summary>
    public static Act Cut { get; } = new CutConnection();

    /// <summary>Resets the connection (RST).</summary>
    public static Act Reset { get; } = new ResetConnection();

    /// <summary>Sends nothing more and waits until the peer goes away.</summary>
    public static Act Stall { get; } = new StallForever();

    /// <summary>Waits until a test opens the gate.</summary>
    public static Act Pause(Gate gate) => new PauseAt(gate);

    /// <summary>
    /// Ends a stream with the dialect's error event or line instead of what would have followed. Ollama's imitation of other dialects has none:
    /// its stream just ends.
    /// </summary>
    public static Act ErrorEvent(string type, string message) => new EndInError(type, message);

    internal sealed record CutConnection : Act;

    internal sealed record ResetConnection : Act;

    internal sealed record StallForever : Act;

    internal sealed record PauseAt(Gate Gate) : Act;

    internal sealed record EndInError(string Type, string Message) : Act;
}
