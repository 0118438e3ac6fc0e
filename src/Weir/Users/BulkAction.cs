namespace Weir.Users;

/// <summary>What can be done to many users at once.</summary>
internal enum BulkAction
{
    Activate,

    Deactivate,

    SetTokenLimit,

    SetGroup,

    EndSessions,
}
