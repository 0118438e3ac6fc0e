namespace Weir.Accounting;

/// <summary>Where the counts of an entry come from. The numbers are stored.</summary>
public enum UsageSource
{
    /// <summary>The upstream said so.</summary>
    Reported = 0,

    /// <summary>At least one count comes from <see cref="Estimator"/>.</summary>
    Estimated = 1,

    /// <summary>Posted in place of a process that died; a late settlement or an administrator may correct it.</summary>
    Provisional = 2,
}
