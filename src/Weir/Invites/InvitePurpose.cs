namespace Weir.Invites;

/// <summary>What a link is good for.</summary>
public enum InvitePurpose
{
    /// <summary>Making an account.</summary>
    Join,

    /// <summary>Setting a password anew.</summary>
    Reset,
}
