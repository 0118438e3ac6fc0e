namespace Weir.Accounting;

/// <summary>How an attempt ended, and who is to blame when it did not end well. The numbers are stored.</summary>
public enum AttemptOutcome
{
    Completed = 0,

    /// <summary>The upstream answered with an error status, or with an error event in its stream.</summary>
    UpstreamError = 1,

    /// <summary>No connection to the upstream could be made: nothing was sent.</summary>
    UpstreamUnreachable = 2,

    /// <summary>The upstream took longer than it may for the first byte, or between two.</summary>
    UpstreamTimedOut = 3,

    /// <summary>The upstream ended the answer before it was complete.</summary>
    UpstreamCut = 4,

    /// <summary>The upstream answered with something that is not its dialect.</summary>
    UpstreamGarbled = 5,

    /// <summary>The caller left before the answer was complete.</summary>
    ClientGone = 6,

    /// <summary>The gateway stopped, by a shutdown whose deadline passed or by a crash.</summary>
    GatewayStopped = 7,

    /// <summary>A bug in the gateway ended it; the log has the exception.</summary>
    GatewayFault = 8,

    /// <summary>The gateway thought better of it before anything was sent.</summary>
    GatewayRefused = 9,
}
