namespace Weir.Storage.Accounts;

/// <summary>What accounts are configured with. The host reads it once, validated, from its settings.</summary>
public sealed class AccountsSettings
{
    public RegistrationMode Registration { get; init; } = RegistrationMode.Closed;

    /// <summary>The token limit of who registers without being invited, while no template caps what new users use.</summary>
    public long NewcomerTokens { get; init; } = 100_000;

    /// <summary>A session that was not used for this long is dead.</summary>
    public TimeSpan SessionIdle { get; init; } = TimeSpan.FromDays(14);

    /// <summary>A session this old is dead, however much it is used.</summary>
    public TimeSpan SessionLifetime { get; init; } = TimeSpan.FromDays(90);

    /// <summary>The password of the first administrator, <c>admin</c>; null or empty: a one-time set-up link is printed instead.</summary>
    public string? AdminPassword { get; init; }
}
