using System.Globalization;
using System.IO.Pipelines;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Weir.Exports;
using Weir.IntegrationTests.Running;
using Weir.Storage.Model;
using Xunit;

namespace Weir.IntegrationTests.Exports;

public sealed class LargeExportTests
{
    private const int Entries = 300_000;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Export_OfManyEntries_HoldsAFewOfThemAtATimeAndLeavesTheLogSmall()
    {
        await using var host = await WeirHost.StartAsync(null, CancellationToken);
        await FillAsync(host);
        var contexts = host.Services.GetRequiredService<IDbContextFactory<WeirDbContext>>();
        var export = new UsageExport(new EntryReader(contexts, TimeProvider.System));
        await using var sink = new MeasuringSink();

        var count = await export.WriteAsync(new() { Format = ExportFormat.Jsonl }, PipeWriter.Create(sink), CancellationToken);

        Assert.Equal(Entries, count);
        Assert.Equal(Entries, sink.Lines);
        Assert.True(sink.Samples > 10);
        // All of them would be some 200 MB.
        Assert.True(sink.MostLive - sink.LeastLive < 20_000_000, $"Between {sink.LeastLive} and {sink.MostLive} bytes were live.");
    }

    [Fact]
    public async Task Export_WhoseCallerLeaves_Stops()
    {
        await using var host = await WeirHost.StartAsync(null, CancellationToken);
        await FillAsync(host);
        var contexts = host.Services.GetRequiredService<IDbContextFactory<WeirDbContext>>();
        using var leaving = new CancellationTokenSource();
        await using var sink = new MeasuringSink { OnWrite = written => { if (written > 1_000_000) { leaving.Cancel(); } } };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new UsageExport(new EntryReader(contexts, TimeProvider.System)).WriteAsync(new(), PipeWriter.Create(sink), leaving.Token));

        Assert.InRange(sink.Lines, 1, Entries / 10);
    }

    private static async Task FillAsync(WeirHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<WeirDbContext>().Database.ExecuteSqlRawAsync(
            string.Create(CultureInfo.InvariantCulture, $"""
            INSERT OR IGNORE INTO names (id, text) VALUES (1, 'anthropic'), (2, 'claude');
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Entries})
            INSERT INTO token_usage (attempt_id, exchange_id, kind, user_id, upstream_id, model_id, admitted_at, ended_at, input, cache_read, cache_write5m, cache_write1h,
                output, source, outcome, status, reserved, overrun, windows, request_id, nano_dollars, requests, is_price_uncertain)
            SELECT randomblob(16), randomblob(16), 0, zeroblob(16), 1, 2, i * 1000000, i * 1000000, i, 0, 0, 0, 5, 0, 0, 200, i + 5, 0, x'', 'req_' || i, 0, 1, 0 FROM n;
            """),
            CancellationToken);
    }

    /// <summary>Counts what comes, and now and then measures what is alive.</summary>
    private sealed class MeasuringSink : MemoryStream
    {
        private const long SampleEvery = 4_000_000;

        private long _written;

        public Action<long> OnWrite { get; init; } = _ => { };

        public long Lines { get; private set; }

        public int Samples { get; private set; }

        public long LeastLive { get; private set; } = long.MaxValue;

        public long MostLive { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Lines += buffer.Span.Count((byte)'\n');
            if ((_written + buffer.Length) / SampleEvery > _written / SampleEvery)
            {
                var live = GC.GetTotalMemory(forceFullCollection: true);
                (LeastLive, MostLive, Samples) = (Math.Min(LeastLive, live), Math.Max(MostLive, live), Samples + 1);
            }

            _written += buffer.Length;
            OnWrite(_written);
            return ValueTask.CompletedTask;
        }
    }
}
