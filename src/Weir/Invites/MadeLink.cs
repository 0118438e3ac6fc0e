namespace Weir.Invites;

/// <summary>A new link before it has an address: its code is known now and never again.</summary>
public sealed record MadeLink(Guid Id, InvitePurpose Purpose, string Code, DateTimeOffset ExpiresAt)
{
    /// <summary>The page that a link to join leads to.</summary>
    public const string JoinPath = "/join";

    /// <summary>The page that a link to reset a password leads to.</summary>
    public const string ResetPath = "/reset";

    /// <param name="server">Scheme, host and port by which people reach Weir.</param>
    public string On(string server) => $"{server.TrimEnd('/')}{(Purpose == InvitePurpose.Join ? JoinPath : ResetPath)}?code={Code}";

    internal MadeLinkAnswer Answer(HttpRequest request) => new(Id, On($"{request.Scheme}://{request.Host}{request.PathBase}"), Code, ExpiresAt);
}
