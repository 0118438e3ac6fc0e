using Microsoft.Extensions.Logging;

namespace Weir.Proxy.Tests.Forwarding;

/// <summary>Counts what is logged.</summary>
internal sealed class CountingLogger<T> : ILogger<T>
{
    public int Lines { get; private set; }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines++;
}
