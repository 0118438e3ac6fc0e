using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Weir.Accounting;

namespace Weir.Proxy.Refusals;

/// <summary>What a caller is told when a request to an upstream ended badly, by how it ended.</summary>
internal static class AttemptRefusals
{
    /// <summary>Nobody is left to read it; it ends the exchange.</summary>
    private static readonly Refusal ClientGone =
        new(StatusCodes.Status499ClientClosedRequest, RefusalReason.ClientGone, "The caller closed the connection.");

    private static readonly Refusal Stopping =
        new(StatusCodes.Status503ServiceUnavailable, RefusalReason.GatewayStopping, "The gateway is stopping.") { RetryAfterSeconds = 2 };

    private static readonly Refusal Unreachable =
        new(StatusCodes.Status502BadGateway, RefusalReason.UpstreamUnreachable, "The upstream cannot be reached.");

    private static readonly Refusal Unanswered =
        new(StatusCodes.Status502BadGateway, RefusalReason.UpstreamCut, "The upstream closed the connection without an answer.");

    private static readonly Refusal Cut =
        new(StatusCodes.Status502BadGateway, RefusalReason.UpstreamCut, "The upstream ended its answer before it was complete.");

    private static readonly Refusal Slow =
        new(StatusCodes.Status504GatewayTimeout, RefusalReason.UpstreamTimedOut, "The upstream took too long to answer.");

    private static readonly Refusal Stuck =
        new(StatusCodes.Status504GatewayTimeout, RefusalReason.UpstreamTimedOut, "The upstream stopped in the middle of its answer.");

    private static readonly Refusal Garbled =
        new(StatusCodes.Status502BadGateway, RefusalReason.UpstreamGarbled, "The upstream answered with something that is not an answer.");

    /// <summary>For an end while the answer's head was waited for.</summary>
    public static Refusal BeforeAnswer(AttemptOutcome outcome) => outcome switch
    {
        AttemptOutcome.UpstreamUnreachable => Unreachable,
        AttemptOutcome.UpstreamCut => Unanswered,
        AttemptOutcome.UpstreamTimedOut => Slow,
        _ => Either(outcome),
    };

    /// <summary>For an end after the answer's head had come.</summary>
    public static Refusal InAnswer(AttemptOutcome outcome) => outcome switch
    {
        AttemptOutcome.UpstreamCut => Cut,
        AttemptOutcome.UpstreamTimedOut => Stuck,
        AttemptOutcome.UpstreamGarbled => Garbled,
        _ => Either(outcome),
    };

    private static Refusal Either(AttemptOutcome outcome) => outcome switch
    {
        AttemptOutcome.ClientGone => ClientGone,
        AttemptOutcome.GatewayStopped => Stopping,
        _ => throw new UnreachableException($"A request to an upstream cannot break off as {outcome}."),
    };
}
