namespace Weir.TestKit.Upstreams;

/// <summary>How an attempt ended, as the upstream saw it.</summary>
public enum AttemptEnd
{
    /// <summary>Being answered.</summary>
    Open,

    /// <summary>The answer was sent whole.</summary>
    Answered,

    /// <summary>An error status was sent: nothing was used.</summary>
    Refused,

    /// <summary>The stream ended in an error event or line.</summary>
    Failed,

    /// <summary>The upstream closed or reset the connection, as its script says.</summary>
    Cut,

    /// <summary>The peer went away first.</summary>
    PeerGone,
}
