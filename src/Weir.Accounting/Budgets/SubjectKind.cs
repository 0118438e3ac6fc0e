namespace Weir.Accounting;

/// <summary>Whose spending a budget caps. The numbers are stored; those from 5 are for kinds that are yet to come, such as apps.</summary>
public enum SubjectKind
{
    User = 0,
    ApiKey = 1,

    /// <summary>All callers together.</summary>
    Everyone = 2,

    /// <summary>All that goes to one upstream.</summary>
    Upstream = 3,

    /// <summary>All members of a group together.</summary>
    Group = 4,
}
