namespace Weir.Authentication;

/// <summary>What became of a password's verification.</summary>
internal enum PasswordVerdict
{
    Wrong,

    Right,

    /// <summary>Right, and its hash was made with weaker settings than today's.</summary>
    RightButOutdated,

    /// <summary>Not looked at: too many are waiting.</summary>
    Busy,
}
