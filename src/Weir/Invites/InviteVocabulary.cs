using Weir.Upstreams;

namespace Weir.Invites;

/// <summary>The words in which invites are told and asked for.</summary>
internal static class InviteVocabulary
{
    public static Vocabulary<InviteState> States { get; } =
        new([(InviteState.Open, "open"), (InviteState.Used, "used"), (InviteState.Revoked, "revoked"), (InviteState.Expired, "expired")]);

    public static Vocabulary<InvitePurpose> Purposes { get; } = new([(InvitePurpose.Join, "join"), (InvitePurpose.Reset, "reset")]);
}
