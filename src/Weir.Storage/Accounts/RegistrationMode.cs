namespace Weir.Storage.Accounts;

/// <summary>Who may make an account. Administrators always may.</summary>
public enum RegistrationMode
{
    Closed,

    Open,
}
