namespace Weir.Proxy.Identity;

/// <summary>What a caller showed to say who it is. The secret is never printed.</summary>
public readonly struct Credential(CredentialKind kind, string secret)
{
    public CredentialKind Kind { get; } = kind;

    /// <summary>The API key as sent, or the session's value from the cookie.</summary>
    public string Secret { get; } = secret;
}
