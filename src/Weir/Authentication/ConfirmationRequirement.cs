namespace Weir.Authentication;

/// <summary>Marks a route that, from a session, wants a password that was entered within 15 minutes: an unlocked screen is not enough.</summary>
internal sealed record ConfirmationRequirement;
