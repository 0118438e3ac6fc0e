namespace Weir.Storage.Accounts;

/// <summary>Who may make an account. Administrators always may, and whoever holds an open <see cref="Invite"/>.</summary>
public enum RegistrationMode
{
    /// <summary>Nobody else, and no page offers it.</summary>
    Closed,

    /// <summary>Nobody else, and a page asks for the invite's code.</summary>
    Invite,

    Open,
}
