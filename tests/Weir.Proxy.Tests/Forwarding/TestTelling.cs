using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Refusals;

namespace Weir.Proxy.Tests.Forwarding;

/// <summary>Tells of exchanges where nobody listens.</summary>
internal static class TestTelling
{
    private static readonly RecordingRefusals Book = new();

    public static ExchangeTelling Unheard { get; } = new(
        new(),
        new(
            new RefusalMetrics(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>(), Book),
            Book,
            TimeProvider.System),
        TimeProvider.System);
}
