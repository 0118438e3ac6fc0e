using Microsoft.Extensions.Logging;
using Weir.Storage.Ledger.Writing;

namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>Keeps what the writer says of failures that no store is to blame for: each is a bug.</summary>
internal sealed class FaultLog : ILogger<GroupCommit>
{
    public Exception? Bug { get; private set; }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Bug ??= exception is LedgerStoreException ? null : exception;
}
