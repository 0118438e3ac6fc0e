namespace Weir.Proxy.Identity;

/// <summary>What a directory knows of a credential: a caller, or why there is none.</summary>
public readonly record struct CallerLookup(CallerStanding Standing, Caller? Caller)
{
    public static CallerLookup Unknown { get; } = new(CallerStanding.Unknown, null);

    public static CallerLookup Inactive { get; } = new(CallerStanding.Inactive, null);

    public static CallerLookup Found(Caller caller) => new(CallerStanding.Active, caller);
}
