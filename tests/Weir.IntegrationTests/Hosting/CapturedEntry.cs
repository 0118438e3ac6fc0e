using Microsoft.Extensions.Logging;

namespace Weir.IntegrationTests.Hosting;

/// <summary>A log entry.</summary>
internal sealed record CapturedEntry(LogLevel Level, string Message, Exception? Failure);
