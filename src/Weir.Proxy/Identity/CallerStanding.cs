namespace Weir.Proxy.Identity;

/// <summary>Whether a credential stands for somebody who may come in.</summary>
public enum CallerStanding
{
    /// <summary>The credential is wrong, revoked or expired.</summary>
    Unknown,

    /// <summary>The credential is right, and its user has been deactivated.</summary>
    Inactive,

    Active,
}
