using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Requests;
using Weir.Storage.Model;

namespace Weir.Live;

/// <summary>What ended in other processes on the same database, by looking for new entries. For one listener.</summary>
internal sealed class ElsewhereEnds(IServiceScopeFactory scopes)
{
    /// <summary>More a second are not for reading.</summary>
    private const int MostPerLook = 200;

    /// <summary>Of two that commit at once the one with the lower number may be seen later: so far back it is looked for.</summary>
    private const int Overlap = 200;

    /// <summary>What was told already. Bounded: a look takes so many, and older ones are not come by again.</summary>
    private readonly Queue<Guid> _told = new();

    private long? _after;

    private long _first;

    /// <summary>An attempt whose end was told by this process.</summary>
    public void Told(Guid attempt)
    {
        _told.Enqueue(attempt);
        if (_told.Count > 2 * (MostPerLook + Overlap))
        {
            _told.Dequeue();
        }
    }

    /// <summary>Those since the last look, oldest first; at the first none.</summary>
    public async Task<IReadOnlyList<LiveLine>> LookAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<WeirDbContext>();
        if (_after is not { } after)
        {
            _after = _first = await db.LedgerEntries.MaxAsync(entry => (long?)entry.Id, cancellationToken) ?? 0;
            return [];
        }

        var from = after - Overlap;
        var fresh = await db.LedgerEntries.AsNoTracking()
            .Where(entry => entry.Id > from && entry.Kind < LedgerEntryKind.Correction)
            .OrderByDescending(entry => entry.Id)
            .Take(MostPerLook + Overlap)
            .Select(entry => new { entry.Id, entry.AttemptId })
            .ToListAsync(cancellationToken);
        // What was there before the listener came is nothing new.
        fresh.RemoveAll(entry => _told.Contains(entry.AttemptId) || entry.Id <= _first);
        _after = Math.Max(after, fresh.Count == 0 ? 0 : fresh[0].Id);
        fresh.ForEach(entry => Told(entry.AttemptId));
        var attempts = fresh.ToDictionary(entry => entry.Id, entry => entry.AttemptId);
        var lines = await scope.ServiceProvider.GetRequiredService<RequestQueries>().LinesAsync([.. attempts.Keys], cancellationToken);
        lines.Reverse();
        return lines.ConvertAll(line => LiveLines.Of(line, attempts[line.Entry]));
    }
}
