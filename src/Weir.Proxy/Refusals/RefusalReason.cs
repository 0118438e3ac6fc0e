namespace Weir.Proxy.Refusals;

/// <summary>Why Weir said no. The first word says who is to blame: the client, the gateway or the upstream. The numbers are stored.</summary>
public enum RefusalReason
{
    ClientUnauthenticated = 0,
    ClientGone = 1,
    ClientInactive = 2,
    ClientForbidden = 3,
    ClientBadRequest = 4,
    ClientBodyTooLarge = 5,
    ClientTooFast = 6,
    ClientTooManyAtOnce = 7,
    ClientModelUnknown = 8,
    ClientPathUnknown = 9,
    ClientBudgetExceeded = 10,
    ClientBudgetPending = 11,
    GatewayOverloaded = 12,
    GatewayStopping = 13,
    GatewayLedgerUnavailable = 14,
    GatewayLoop = 15,
    GatewayFault = 16,
    UpstreamUnreachable = 17,
    UpstreamTimedOut = 18,
    UpstreamGarbled = 19,
    UpstreamCut = 20,
    UpstreamCredentialRefused = 21,
    UpstreamRefused = 22,
}
