namespace Weir.Proxy.Metering;

/// <summary>The ledger's store cannot be written, so no new work may start.</summary>
public sealed class LedgerUnavailableException : Exception
{
    public LedgerUnavailableException(string message, Exception innerException) : base(message, innerException)
    {
    }

    public LedgerUnavailableException(string message) : base(message)
    {
    }

    public LedgerUnavailableException()
    {
    }
}
