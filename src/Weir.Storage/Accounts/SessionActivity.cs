using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Accounting;
using Weir.Storage.Model;

namespace Weir.Storage.Accounts;

/// <summary>
/// Writes down when sessions were last seen, once a minute and off the path of requests, and removes those that ended. When the
/// process dies a minute of it is lost, which a session that idles for days doesn't feel.
/// </summary>
internal sealed partial class SessionActivity(
    IDbContextFactory<WeirDbContext> contexts,
    WriteGate gate,
    AccountsSettings settings,
    TimeProvider time,
    ILogger<SessionActivity> logger) : BackgroundService
{
    /// <summary>How coarsely use is written down.</summary>
    public static readonly TimeSpan Grain = TimeSpan.FromMinutes(1);

    /// <summary>How long ended sessions are kept.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(1);

    /// <summary>Sessions of a minute; past it a use goes unrecorded until the next minute.</summary>
    private const int Limit = 50_000;

    /// <summary>Rows written in one turn: a few milliseconds for which the ledger waits.</summary>
    private const int Batch = 100;

    private ConcurrentDictionary<SessionId, DateTimeOffset> _seen = new();

    private int _count;

    public void Saw(SessionId session, DateTimeOffset at)
    {
        if (Volatile.Read(ref _count) < Limit && _seen.TryAdd(session, at))
        {
            Interlocked.Increment(ref _count);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryAsync(WriteAsync, cancellationToken);
    }

    internal async Task WriteAsync(CancellationToken cancellationToken)
    {
        var seen = Interlocked.Exchange(ref _seen, new());
        Interlocked.Exchange(ref _count, 0);
        // In one order in all processes, so that none holds a row that another waits for, and the other way round.
        foreach (var batch in seen.OrderBy(use => use.Key.Value).Chunk(Batch))
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            using var turn = await gate.EnterAsync(cancellationToken);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            foreach (var (session, at) in batch)
            {
                await db.Sessions.Where(row => row.Id == session.Value && row.LastSeenAt < at)
                    .ExecuteUpdateAsync(row => row.SetProperty(r => r.LastSeenAt, at), cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
        }
    }

    internal async Task RemoveEndedAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (ended, idle) = (now - Memory, now - settings.SessionIdle);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        using var turn = await gate.EnterAsync(cancellationToken);
        await db.Sessions.Where(row => row.EndedAt < ended || row.ExpiresAt < now || row.LastSeenAt < idle).ExecuteDeleteAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Grain, time);
        var nextRemoval = time.GetUtcNow();
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TryAsync(WriteAsync, stoppingToken);
            if (time.GetUtcNow() >= nextRemoval)
            {
                nextRemoval = time.GetUtcNow() + TimeSpan.FromHours(1);
                await TryAsync(RemoveEndedAsync, stoppingToken);
            }
        }
    }

    /// <summary>A store in trouble must not end this loop: what was not written is seen again, what was not removed is dead anyway.</summary>
    private async Task TryAsync(Func<CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        try
        {
            await write(cancellationToken);
        }
        catch (DbException exception)
        {
            LogUnwritten(exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "When sessions were last seen could not be written down")]
    private partial void LogUnwritten(Exception exception);
}
