using System.Data.Common;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Proxy.Refusals;
using Weir.Storage.Model;

namespace Weir.Storage.Refusals;

/// <summary>
/// Keeps how often each user was refused and why, and the latest refusals of each. What is new goes into a queue of this process, and is
/// written once a second by one owner, off the path of requests; a process that dies in between forgets it.
/// </summary>
internal sealed partial class RefusalBook(IDbContextFactory<WeirDbContext> contexts, TimeProvider time, ILogger<RefusalBook> logger)
    : BackgroundService, IRefusalBook
{
    /// <summary>A little more than the longest range that pages show.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(100);

    /// <summary>What comes between two looks of the owner, who reads as fast as they come unless it writes.</summary>
    private const int MostUnread = 8_192;

    /// <summary>Rows written in one turn: a few milliseconds for which the ledger waits.</summary>
    private const int Batch = 100;

    private static readonly TimeSpan Gathering = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan RemovalInterval = TimeSpan.FromHours(1);

    private readonly Channel<RefusedExchange> _noted = Channel.CreateBounded<RefusedExchange>(new BoundedChannelOptions(MostUnread) { SingleReader = true });

    private readonly RefusalPage _page = new();

    private DateTimeOffset _removedAt = DateTimeOffset.MinValue;

    private long _lost;

    private bool _isFailing;

    public long Lost => Volatile.Read(ref _lost);

    public void Note(RefusedExchange refused)
    {
        if (!_noted.Writer.TryWrite(refused))
        {
            Interlocked.Increment(ref _lost);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await TryAsync(WriteAsync, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            LogCutShort();
        }
    }

    /// <summary>Writes all that was noted, a turn after the other.</summary>
    internal async Task WriteAsync(CancellationToken cancellationToken)
    {
        Read();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        while (_page.Counts(Batch) is { Count: > 0 } counts)
        {
            await db.InTurnAsync(() => AddAsync(db, counts, cancellationToken), cancellationToken);
            db.ChangeTracker.Clear();
            _page.Written(counts);
        }

        while (_page.NextDetails() is { Count: > 0 } details)
        {
            await db.InTurnAsync(() => AddAsync(db, details, cancellationToken), cancellationToken);
            db.ChangeTracker.Clear();
            _page.Written(details.First().User);
        }
    }

    /// <summary>Forgets what no page shows any more.</summary>
    internal async Task RemoveOldAsync(CancellationToken cancellationToken)
    {
        var oldest = time.GetUtcNow() - Memory;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.InTurnAsync(() => db.RefusalCounts.Where(count => count.StartsAt < oldest).ExecuteDeleteAsync(cancellationToken), cancellationToken);
        await db.InTurnAsync(() => db.Refusals.Where(refusal => refusal.At < oldest).ExecuteDeleteAsync(cancellationToken), cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!_page.IsEmpty || await _noted.Reader.WaitToReadAsync(stoppingToken))
        {
            await GatherAsync(stoppingToken);
            if (await TryAsync(WriteAsync, stoppingToken) && time.GetUtcNow() - _removedAt >= RemovalInterval)
            {
                _removedAt = time.GetUtcNow();
                await TryAsync(RemoveOldAsync, stoppingToken);
            }
        }
    }

    /// <summary>For a while takes what comes as it comes, so that the queue has room again.</summary>
    private async Task GatherAsync(CancellationToken cancellationToken)
    {
        var end = Task.Delay(Gathering, time, cancellationToken);
        do
        {
            Read();
        }
        // The first of those that are done is returned: once it is cancelled, both are, and nothing more is to be waited for.
        while (await Task.WhenAny(end, _noted.Reader.WaitToReadAsync(cancellationToken).AsTask()) != end);
    }

    private void Read()
    {
        while (_noted.Reader.TryRead(out var refused))
        {
            if (!_page.TryAdd(refused))
            {
                Interlocked.Increment(ref _lost);
            }
        }
    }

    private static async Task<int> AddAsync(
        WeirDbContext db, List<KeyValuePair<(DateTimeOffset Start, Guid User, RefusalReason Reason), long>> counts, CancellationToken cancellationToken)
    {
        foreach (var ((start, user, reason), count) in counts.OrderBy(count => count.Key))
        {
            var known = await db.RefusalCounts
                .Where(row => row.StartsAt == start && row.UserId == user && row.Reason == reason)
                .ExecuteUpdateAsync(row => row.SetProperty(r => r.Count, r => r.Count + count), cancellationToken);
            if (known == 0)
            {
                db.RefusalCounts.Add(new() { StartsAt = start, UserId = user, Reason = reason, Count = count });
            }
        }

        return await db.SaveChangesAsync(cancellationToken);
    }

    private static async Task<int> AddAsync(WeirDbContext db, IReadOnlyCollection<RefusedExchange> details, CancellationToken cancellationToken)
    {
        var user = details.First().User.Value;
        db.Refusals.AddRange(details.Select(StoredRefusal.Of));
        await db.SaveChangesAsync(cancellationToken);
        var last = await db.Refusals.Where(refusal => refusal.UserId == user).OrderByDescending(refusal => refusal.Id).Skip(RefusalPage.MostKept)
            .Select(refusal => (long?)refusal.Id).FirstOrDefaultAsync(cancellationToken);
        return last is null ? 0 : await db.Refusals.Where(refusal => refusal.UserId == user && refusal.Id <= last).ExecuteDeleteAsync(cancellationToken);
    }

    private async Task<bool> TryAsync(Func<CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        try
        {
            await write(cancellationToken);
            _isFailing = false;
            return true;
        }
        catch (Exception failure) when (failure is DbException or DbUpdateException)
        {
            // Once per trouble, not once a second.
            if (!_isFailing)
            {
                _isFailing = true;
                LogUnwritten(failure);
            }

            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "What callers were refused cannot be written down now; it is tried again every second")]
    private partial void LogUnwritten(Exception failure);

    [LoggerMessage(LogLevel.Warning, "Weir had to stop before the last of what callers were refused was written down; the pages won't show it")]
    private partial void LogCutShort();
}
