namespace Weir.Invites;

/// <summary>What has become of an invite.</summary>
internal enum InviteState
{
    Open,

    Used,

    Revoked,

    Expired,
}
