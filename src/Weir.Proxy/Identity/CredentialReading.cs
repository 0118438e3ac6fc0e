namespace Weir.Proxy.Identity;

/// <summary>What <see cref="CredentialReader"/> found in a request.</summary>
public enum CredentialReading
{
    None,

    One,

    /// <summary>Two headers, or a header and the path, that say different things: it is not for Weir to choose whose budget pays.</summary>
    Conflicting,
}
