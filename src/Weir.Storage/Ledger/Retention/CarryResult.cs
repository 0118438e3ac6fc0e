namespace Weir.Storage.Ledger.Retention;

/// <summary>What one commit did about old entries.</summary>
internal enum CarryResult
{
    /// <summary>There are none left.</summary>
    AllDone,

    /// <summary>Some were carried, and there may be more.</summary>
    More,

    /// <summary>Somebody reads through the entries, or another process is at it.</summary>
    Held,
}
