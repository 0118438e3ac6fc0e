namespace Weir.Proxy.Identity;

/// <summary>What a caller showed to say who it is. The secret is never printed.</summary>
public readonly struct Credential(CredentialKind kind, string secret, bool cameByPath = false)
{
    public CredentialKind Kind { get; } = kind;

    /// <summary>The API key as sent, or the session's value from the cookie.</summary>
    public string Secret { get; } = secret;

    /// <summary>True for a key that came in the path, where proxies and browsers write it down: only some may.</summary>
    public bool CameByPath { get; } = cameByPath;
}
