namespace Weir.Storage.Ledger.Writing;

/// <summary>Whether the ledger can be written. While it cannot, new work is refused and what ended is kept until it can.</summary>
public sealed class LedgerState
{
    private volatile string? _trouble;

    public bool IsInTrouble => _trouble is not null;

    /// <summary>What the store said; null when all is well.</summary>
    public string? Trouble => _trouble;

    /// <summary>True when that is news.</summary>
    internal bool Enter(string trouble)
    {
        var isNews = !IsInTrouble;
        _trouble = trouble;
        return isNews;
    }

    /// <summary>True when that is news.</summary>
    internal bool Leave()
    {
        var isNews = IsInTrouble;
        _trouble = null;
        return isNews;
    }
}
