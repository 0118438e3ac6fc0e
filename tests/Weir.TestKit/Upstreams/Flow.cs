namespace Weir.TestKit.Upstreams;

/// <summary>Whether an answer goes on.</summary>
internal enum Flow
{
    On,

    /// <summary>What follows is replaced by an error event or line.</summary>
    Fail,

    /// <summary>The connection is gone, by the script.</summary>
    Over,
}
