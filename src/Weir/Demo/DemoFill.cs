using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Weir.Authentication;
using Weir.Storage.Accounts;
using Weir.Storage.Copying;
using Weir.Storage.Ledger;
using Weir.Storage.Ledger.Histories;
using Weir.Storage.Steps;

namespace Weir.Demo;

/// <summary>Writes demonstration data into a database that holds nothing yet.</summary>
internal sealed class DemoFill(DemoWish wish, IStepProgress progress)
{
    private const int Portion = 1_000;

    /// <returns>What was written, and is not durable yet.</returns>
    public async Task<DemoReport> WriteAsync(DatabaseFill fill, CancellationToken cancellationToken)
    {
        var world = new DemoWorld(wish, HashOf(wish.Password));
        var (history, windows) = (new DemoHistory(wish, world), new HistoryWindows());
        await fill.AddAsync(world.Names, cancellationToken);
        await fill.AddAsync(world.Prices, cancellationToken);
        await fill.AddAsync(world.Groups, cancellationToken);
        await fill.AddAsync(world.People.Select(person => person.User), cancellationToken);
        await fill.AddAsync(world.People.SelectMany(person => person.Keys), cancellationToken);
        await fill.AddAsync(world.Sessions, cancellationToken);
        await fill.AddAsync(world.Invites, cancellationToken);
        await fill.AddAsync([world.Template], cancellationToken);
        await fill.AddAsync([world.RateLimit], cancellationToken);

        progress.Begin("Writing entries", wish.Entries);
        await fill.AddAsync(Posted(Watched(history.Entries(windows)), windows), cancellationToken);
        await fill.AddAsync(history.Made, cancellationToken);
        world.Budgets.Cap(windows);
        await fill.AddAsync(world.Budgets.All, cancellationToken);
        await fill.AddAsync(windows.All, cancellationToken);
        var refusals = new DemoRefusals(wish, world, windows);
        await fill.AddAsync(refusals.All, cancellationToken);
        await fill.AddAsync(refusals.Counts, cancellationToken);

        // Made once more instead of being kept: sums of a long history are too many for the memory of a small machine.
        progress.Begin("Adding entries up by the quarter of an hour", wish.Entries);
        var totals = new UsageTotals(default);
        await fill.AddAsync(HistorySums.Of(Watched(history.Entries(windows)), totals), cancellationToken);
        await fill.AddAsync(totals.Take(), cancellationToken);
        var ledger = await fill.VerifyAsync(cancellationToken);
        return new([.. world.People.Where(person => person.User.IsActive).Select(person => person.User.UserName!)], ledger);
    }

    private static IEnumerable<LedgerEntry> Posted(IEnumerable<LedgerEntry> entries, HistoryWindows windows)
    {
        foreach (var entry in entries)
        {
            windows.Post(entry);
            yield return entry;
        }
    }

    /// <summary>A word about each would cost more than the entry.</summary>
    private IEnumerable<LedgerEntry> Watched(IEnumerable<LedgerEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (entry.Id % Portion == 0)
            {
                progress.Advance(Portion);
            }

            yield return entry;
        }
    }

    /// <summary>One for all: each would keep a core busy for a fifth of a second.</summary>
    private static string HashOf(string password) =>
        new PasswordHasher<User>(Options.Create(new PasswordHasherOptions { IterationCount = Passwords.Iterations })).HashPassword(new User(), password);
}
