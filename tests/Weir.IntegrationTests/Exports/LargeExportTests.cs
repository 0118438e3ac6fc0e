using System.Globalization;
using System.IO.Pipelines;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Weir.Exports;
using Weir.IntegrationTests.Running;
using Weir.Storage.Model;
using Weir.TestKit.Processes;
using Xunit;

namespace Weir.IntegrationTests.Exports;

public sealed class LargeExportTests
{
    private const int Entries = 300_000;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    /// <summary>All of them would be some 200 MB; the process may have an eighth of that beside what it needs for itself.</summary>
    [Fact]
    public async Task Export_OfManyEntries_HoldsAFewOfThemAtATime()
    {
        await using var host = await WeirHost.StartAsync(null, CancellationToken);
        await FillAsync(host);
        var file = Path.Combine(host.Settings.DataFolder, "usage.jsonl");

        await using var export = await ProcessUnderTest.RunAsync(
            new()
            {
                DataFolder = host.Settings.DataFolder,
                Arguments = ["ledger", "export", "--format", "jsonl", "--output", file],
                Environment = { ["DOTNET_GCHeapHardLimit"] = "0x3000000" },
            },
            CancellationToken);

        Assert.True(export.ExitCode == 0, export.Output);
        Assert.Contains($"Exported {Entries:N0} entries.", export.Output, StringComparison.Ordinal);
        Assert.Equal(Entries, File.ReadLines(file).Count());
    }

    [Fact]
    public async Task Export_WhoseCallerLeaves_Stops()
    {
        await using var host = await WeirHost.StartAsync(null, CancellationToken);
        await FillAsync(host);
        var contexts = host.Services.GetRequiredService<IDbContextFactory<WeirDbContext>>();
        using var leaving = new CancellationTokenSource();
        await using var sink = new CountingSink { OnWrite = written => { if (written > 1_000_000) { leaving.Cancel(); } } };

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

    /// <summary>Counts the lines that come.</summary>
    private sealed class CountingSink : MemoryStream
    {
        private long _written;

        public required Action<long> OnWrite { get; init; }

        public long Lines { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Lines += buffer.Span.Count((byte)'\n');
            _written += buffer.Length;
            OnWrite(_written);
            return ValueTask.CompletedTask;
        }
    }
}
