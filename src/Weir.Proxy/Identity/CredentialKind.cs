namespace Weir.Proxy.Identity;

/// <summary>The kinds of credential.</summary>
public enum CredentialKind
{
    ApiKey,
    Session,
}
