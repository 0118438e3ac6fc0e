using System.Diagnostics;
using Weir.Accounting;
using Weir.Proxy.Exchanges;

namespace Weir.Connect;

/// <summary>What becomes of requests, in the words of JSON.</summary>
internal static class ArrivalWords
{
    public static string Of(ExchangeStage stage) => stage switch
    {
        ExchangeStage.Arrived => "arrived",
        ExchangeStage.Refused => "refused",
        ExchangeStage.Sent => "sent",
        ExchangeStage.FirstByte => "first_byte",
        ExchangeStage.Ended => "ended",
        _ => throw new UnreachableException($"There is no stage {stage}."),
    };

    public static string Of(AttemptOutcome outcome) => outcome switch
    {
        AttemptOutcome.Completed => "completed",
        AttemptOutcome.UpstreamError => "upstream_error",
        AttemptOutcome.UpstreamUnreachable => "upstream_unreachable",
        AttemptOutcome.UpstreamTimedOut => "upstream_timed_out",
        AttemptOutcome.UpstreamCut => "upstream_cut",
        AttemptOutcome.UpstreamGarbled => "upstream_garbled",
        AttemptOutcome.ClientGone => "client_gone",
        AttemptOutcome.GatewayStopped => "gateway_stopped",
        AttemptOutcome.GatewayFault => "gateway_fault",
        AttemptOutcome.GatewayRefused => "gateway_refused",
        _ => throw new UnreachableException($"There is no outcome {outcome}."),
    };
}
