using System.Text.Json.Serialization;
using Weir.Bodies;

namespace Weir.Invites;

/// <summary>The body of <c>POST /admin/api/invites</c>: what who joins will be.</summary>
internal sealed class InviteRequest
{
    /// <summary>Who it is for, or another note; shown to administrators alone.</summary>
    public string? Note { get; init; }

    [JsonConverter(typeof(FlagConverter))]
    public bool? IsAdmin { get; init; }

    /// <summary>Tokens in total; null: no limit.</summary>
    public long? TokenLimit { get; init; }

    /// <summary>The group whose budgets count what the new user uses; null: none.</summary>
    public Guid? GroupId { get; init; }

    /// <summary>The models, or beginnings of names with a star, that the new user is limited to; none: all.</summary>
    public List<string>? Models { get; init; }

    /// <summary>Budgets that the new user gets beside those of the role's templates.</summary>
    public List<InviteBudgetRequest>? Budgets { get; init; }

    /// <summary>When the link ends; 72 hours from now when left out.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
