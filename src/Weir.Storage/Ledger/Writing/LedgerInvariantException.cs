namespace Weir.Storage.Ledger.Writing;

/// <summary>A rule that guards the account was about to be broken: a bug. What was to be written is rolled back.</summary>
public sealed class LedgerInvariantException : Exception
{
    public LedgerInvariantException(string message) : base(message)
    {
    }

    public LedgerInvariantException(string message, Exception innerException) : base(message, innerException)
    {
    }

    public LedgerInvariantException()
    {
    }
}
