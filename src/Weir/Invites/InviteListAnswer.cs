namespace Weir.Invites;

/// <summary>The answer of <c>GET /admin/api/invites</c>.</summary>
/// <param name="Invites">Newest first.</param>
/// <param name="Next">What to send as <c>before</c> for those that follow; null: these are the last.</param>
internal sealed record InviteListAnswer(List<InviteAnswer> Invites, Guid? Next);
