using System.Collections.Concurrent;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Accounting;
using Weir.Proxy.Routing;
using Weir.Storage.Model;

namespace Weir.Storage.StoredStates;

/// <summary>
/// Keeps who was told which ids. What is new is known here at once and written a moment later by one owner, off the path of requests; a
/// process that dies in between forgets it, and its users begin anew.
/// </summary>
internal sealed partial class StoredStateBook(IDbContextFactory<WeirDbContext> contexts, TimeProvider time, ILogger<StoredStateBook> logger)
    : BackgroundService, IStoredStates
{
    /// <summary>OpenAI keeps an answer as long.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(30);

    /// <summary>While the database can't be written; about 10 MB. Beyond it ids are forgotten, which is said once.</summary>
    private const int MostUnwritten = 50_000;

    /// <summary>Rows written in one turn: a few milliseconds for which the ledger waits.</summary>
    private const int Batch = 100;

    /// <summary>What comes within it is one commit, so that busy users cost the ledger at most ten of these a second.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan RemovalInterval = TimeSpan.FromHours(1);

    private readonly Channel<(UserId User, string Id)> _told = Channel.CreateBounded<(UserId, string)>(MostUnwritten);

    /// <summary>What is not durable yet, with the upstream that has it. Bounded by <see cref="MostUnwritten"/> and one batch.</summary>
    private readonly ConcurrentDictionary<(UserId User, string Id), string> _unwritten = new();

    private readonly List<(UserId User, string Id)> _batch = [];

    private DateTimeOffset _removedAt = DateTimeOffset.MinValue;

    private bool _isForgetting;

    public void Remember(UserId user, string upstream, IReadOnlyCollection<string> ids)
    {
        foreach (var id in ids)
        {
            if (!_unwritten.TryAdd((user, id), upstream))
            {
                continue;
            }

            var fits = _told.Writer.TryWrite((user, id));
            if (!fits)
            {
                _unwritten.TryRemove((user, id), out _);
            }

            if (!fits && !_isForgetting)
            {
                LogForgetting(MostUnwritten);
            }

            _isForgetting = !fits;
        }
    }

    public ValueTask<string?> FindAsync(UserId user, string id, CancellationToken cancellationToken) => _unwritten.TryGetValue((user, id), out var upstream)
        ? new(upstream)
        : new(RequestPatience.AskAsync(limited => LoadAsync(user, id, limited), cancellationToken));

    private async Task<string?> LoadAsync(UserId user, string id, CancellationToken cancellationToken)
    {
        var hash = Hash(id);
        var oldest = time.GetUtcNow() - Memory;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.StoredStates.AsNoTracking()
            .Where(state => state.Hash == hash && state.UserId == user.Value && state.CreatedAt >= oldest)
            .Select(state => state.Upstream)
            .SingleOrDefaultAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            while (HasUnwritten && await TryAsync(WriteAsync, cancellationToken))
            {
                // The next batch.
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            LogCutShort(_unwritten.Count);
        }
    }

    /// <summary>Writes what has been told since the last time, as far as it fits into one turn.</summary>
    internal async Task WriteAsync(CancellationToken cancellationToken)
    {
        while (_batch.Count < Batch && _told.Reader.TryRead(out var told))
        {
            _batch.Add(told);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.InTurnAsync(() => AddAsync(db, cancellationToken), cancellationToken);
        _batch.ForEach(told => _unwritten.TryRemove(told, out _));
        _batch.Clear();
    }

    /// <summary>Forgets what upstreams have forgotten too.</summary>
    internal async Task RemoveOldAsync(CancellationToken cancellationToken)
    {
        var oldest = time.GetUtcNow() - Memory;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.InTurnAsync(() => db.StoredStates.Where(state => state.CreatedAt < oldest).ExecuteDeleteAsync(cancellationToken), cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (HasUnwritten || await _told.Reader.WaitToReadAsync(stoppingToken))
        {
            if (_told.Reader.Count < Batch)
            {
                await Task.Delay(Gathering, time, stoppingToken);
            }

            if (!await TryAsync(WriteAsync, stoppingToken))
            {
                await Task.Delay(Pause, time, stoppingToken);
            }
            else if (time.GetUtcNow() - _removedAt >= RemovalInterval)
            {
                _removedAt = time.GetUtcNow();
                await TryAsync(RemoveOldAsync, stoppingToken);
            }
        }
    }

    private bool HasUnwritten => _batch.Count > 0 || _told.Reader.TryPeek(out _);

    private async Task<int> AddAsync(WeirDbContext db, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var (user, id) in _batch)
        {
            var hash = Hash(id);
            // A container is told again with every answer that uses it.
            var known = await db.StoredStates
                .Where(state => state.Hash == hash && state.UserId == user.Value)
                .ExecuteUpdateAsync(state => state.SetProperty(s => s.CreatedAt, now), cancellationToken);
            if (known == 0)
            {
                db.StoredStates.Add(new() { Hash = hash, UserId = user.Value, Upstream = _unwritten[(user, id)], CreatedAt = now });
            }
        }

        return await db.SaveChangesAsync(cancellationToken);
    }

    private static byte[] Hash(string id) => SHA256.HashData(Encoding.UTF8.GetBytes(id));

    private async Task<bool> TryAsync(Func<CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        try
        {
            await write(cancellationToken);
            return true;
        }
        catch (Exception failure) when (failure is DbException or DbUpdateException)
        {
            LogUnwritten(failure);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Whose the state is that upstreams keep could not be written down: trying again")]
    private partial void LogUnwritten(Exception failure);

    [LoggerMessage(LogLevel.Warning, "More than {Most} ids of kept state wait to be written: further ones are forgotten, and requests that name them will be refused")]
    private partial void LogForgetting(int most);

    [LoggerMessage(LogLevel.Warning, "Weir had to stop before {Count} ids of kept state were written down: requests that name them will be refused")]
    private partial void LogCutShort(int count);
}
