using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Weir.IntegrationTests.Hosting;

/// <summary>Keeps what is logged, for tests to read. Settings of levels call it <c>Captured</c>.</summary>
[ProviderAlias("Captured")]
internal sealed class CapturedLogs : ILoggerProvider
{
    private readonly ConcurrentQueue<CapturedEntry> _entries = new();
    private readonly ConcurrentQueue<string> _details = new();

    public IReadOnlyCollection<CapturedEntry> Entries => _entries;

    /// <summary>What a structured log would keep besides: the values of entries, and the scopes around them.</summary>
    public IReadOnlyCollection<string> Details => _details;

    public ILogger CreateLogger(string categoryName) => new Logger(_entries, _details);

    public void Dispose()
    {
    }

    private sealed class Logger(ConcurrentQueue<CapturedEntry> entries, ConcurrentQueue<string> details) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            Keep(state);
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Keep(state);
            entries.Enqueue(new(logLevel, formatter(state, exception), exception));
        }

        private void Keep<TState>(TState state)
        {
            details.Enqueue($"{state}");
            foreach (var (name, value) in state as IEnumerable<KeyValuePair<string, object?>> ?? [])
            {
                details.Enqueue($"{name}={value}");
            }
        }
    }
}
