namespace Weir.Proxy.Refusals;

/// <summary>Why Weir said no. The first word says who is to blame: the client, the gateway or the upstream.</summary>
public enum RefusalReason
{
    ClientUnauthenticated,
    ClientGone,
    ClientInactive,
    ClientForbidden,
    ClientBadRequest,
    ClientBodyTooLarge,
    ClientTooFast,
    ClientTooManyAtOnce,
    ClientModelUnknown,
    ClientPathUnknown,
    ClientBudgetExceeded,
    ClientBudgetPending,
    GatewayOverloaded,
    GatewayStopping,
    GatewayLedgerUnavailable,
    GatewayLoop,
    GatewayFault,
    UpstreamUnreachable,
    UpstreamTimedOut,
    UpstreamGarbled,
    UpstreamCut,
    UpstreamCredentialRefused,
    UpstreamRefused,
}
