namespace Weir.Storage.Ledger;

/// <summary>Of what a <see cref="UsageTotal"/> is.</summary>
public enum UsageTotalKind
{
    /// <summary>A quarter of an hour, of everybody.</summary>
    Quarter,

    /// <summary>A day, of one user.</summary>
    UserDay,

    /// <summary>A day, of one model at one upstream.</summary>
    ModelDay,
}
