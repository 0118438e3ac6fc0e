using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Weir.Accounting;
using Weir.Demo;
using Weir.IntegrationTests.Commands;
using Weir.IntegrationTests.Running;
using Weir.Settings;
using Weir.Storage.Ledger.Verification;
using Weir.Storage.Model;
using Weir.Storage.Steps;
using Xunit;

namespace Weir.IntegrationTests.Demo;

public class DemoSeedTests
{
    private const string Password = "calm river otter";

    private static readonly DemoWish Small = new(30, 90, 4_000, 7, Password, new(2026, 11, 30, 9, 30, 0, TimeSpan.Zero));

    private static readonly string[] Few = ["demo", "seed", "--entries", "4000", "--password", Password];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Seed_OfAnEmptyInstallation_FillsALedgerThatIsCleanAndCanBeSignedInto()
    {
        await using var place = await DemoPlace.NewAsync(Cancellation);

        var run = await CommandRun.OfAsync(place.Settings, Cancellation, Few);

        Assert.True(run.Code == 0, run.ToString());
        Assert.Contains($"30 people and {4_000:N0} entries of 90 days", run.Output, StringComparison.Ordinal);
        Assert.Contains($"sign in as ada, who is the administrator, or as ben", run.Output, StringComparison.Ordinal);
        await using var weir = await place.ServeAsync(Cancellation);
        var report = await weir.Services.GetRequiredService<LedgerVerifier>().VerifyAsync(Cancellation);
        Assert.Empty(report.Faults);
        Assert.Equal((4_000, 0), (report.Entries, report.Pending));
        using var ada = await weir.SignInAsync("ada", Password, Cancellation);
        var stats = await WeirHost.JsonAsync(await ada.GetAsync(new Uri("/admin/api/usage", UriKind.Relative), Cancellation), Cancellation);
        Assert.NotEmpty(stats.GetProperty("usage_history").EnumerateArray());
        using var ben = await weir.SignInAsync("ben", Password, Cancellation);
        var own = await WeirHost.JsonAsync(await ben.GetAsync(new Uri("/api/inference/usage/stats", UriKind.Relative), Cancellation), Cancellation);
        Assert.True(own.GetProperty("total_tokens").GetInt64() > 0);
    }

    [Fact]
    public async Task Seed_GoesOn_WithRequestsAndNewUsers()
    {
        await using var place = await DemoPlace.NewAsync(Cancellation);
        await CommandRun.OfAsync(place.Settings, Cancellation, Few);
        await using var weir = await place.ServeAsync(Cancellation);
        using var ada = await weir.SignInAsync("ada", Password, Cancellation);

        using var answer = await ada.PostAsJsonAsync("/api/inference/anthropic/messages", new { messages = new[] { new { role = "user", content = "Hi" } } }, Cancellation);
        await WeirHost.JsonAsync(answer, Cancellation);

        Assert.Equal(4_001, (await LedgerLines.WhenSettledAsync(weir.Services, Cancellation)).Count);
        Assert.Empty((await weir.Services.GetRequiredService<LedgerVerifier>().VerifyAsync(Cancellation)).Faults);
    }

    [Fact]
    public async Task Seed_HasAllThatCanBecomeOfAttempts()
    {
        await using var place = await DemoPlace.NewAsync(Cancellation);
        await new DemoSeed(place.Settings, Small, NobodyWatches.Instance).RunAsync(Cancellation);

        await place.ReadAsync(
            async (db, _) =>
            {
                var entries = await db.LedgerEntries.AsNoTracking().ToListAsync(Cancellation);
                Assert.Equal(Enumerable.Range(1, 4_000).Select(id => (long)id), entries.Select(entry => entry.Id).Order());
                Assert.Equal([LedgerEntryKind.Posted, LedgerEntryKind.Voided, LedgerEntryKind.Correction], entries.Select(entry => entry.Kind).Distinct().Order());
                Assert.All(
                    [AttemptOutcome.Completed, AttemptOutcome.UpstreamError, AttemptOutcome.ClientGone, AttemptOutcome.GatewayStopped],
                    outcome => Assert.Contains(entries, entry => entry.Outcome == outcome));
                Assert.Equal([UsageSource.Reported, UsageSource.Estimated, UsageSource.Provisional], entries.Select(entry => entry.Source).Distinct().Order());
                Assert.All(entries, entry => Assert.True(entry.AdmittedAt <= entry.EndedAt && entry.EndedAt <= Small.Now && entry.EndedAt > Small.Start, entry.Id.ToString()));
                Assert.Equal(entries.Count(entry => entry.Kind == LedgerEntryKind.Correction), await db.Corrections.CountAsync(Cancellation));
                Assert.Equal(8, (await db.Names.CountAsync(Cancellation)) - DemoModel.Upstreams.Count);
                Assert.All(DemoModel.Upstreams, name => Assert.StartsWith("demo-", name, StringComparison.Ordinal));

                Assert.True(await DemoMark.IsThereAsync(db, Cancellation));

                var shares = await db.BudgetWindows.Where(window => window.Budget!.Cap > 0).Select(window => (double)window.Posted / window.Budget!.Cap!.Value).ToListAsync(Cancellation);
                Assert.All(shares, share => Assert.InRange(share, 0, 1));
                Assert.Contains(shares, share => share > 0.99);
                Assert.Contains(shares, share => share is > 0.8 and < 0.95);
                return true;
            },
            Cancellation);
    }

    [Fact]
    public async Task Seed_OfTheSameWish_MakesTheSameLedger()
    {
        await using var one = await DemoPlace.NewAsync(Cancellation);
        await using var two = await DemoPlace.NewAsync(Cancellation);
        await using var other = await DemoPlace.NewAsync(Cancellation);

        await new DemoSeed(one.Settings, Small, NobodyWatches.Instance).RunAsync(Cancellation);
        await new DemoSeed(two.Settings, Small, NobodyWatches.Instance).RunAsync(Cancellation);
        await new DemoSeed(other.Settings, Small with { Seed = 8 }, NobodyWatches.Instance).RunAsync(Cancellation);

        var (first, second) = (await one.ReadAsync(LedgerAsync, Cancellation), await two.ReadAsync(LedgerAsync, Cancellation));
        Assert.True(first == second);
        Assert.False(first == await other.ReadAsync(LedgerAsync, Cancellation));
    }

    [Fact]
    public async Task Seed_OfAnInstallationThatWasMerelyStarted_FillsIt()
    {
        await using var place = await DemoPlace.NewAsync(Cancellation);
        await (await place.ServeAsync(Cancellation)).DisposeAsync();

        var run = await CommandRun.OfAsync(place.Settings, Cancellation, Few);

        Assert.True(run.Code == 0, run.ToString());
    }

    [Fact]
    public async Task Seed_OfAnInstallationInUse_IsRefusedAndChangesNothing()
    {
        await using var place = await DemoPlace.NewAsync(Cancellation);
        await (await WeirHost.StartAsync(null, Cancellation, settings: place.Written)).DisposeAsync();

        var run = await CommandRun.OfAsync(place.Settings, Cancellation, Few);

        Assert.Equal(1, run.Code);
        Assert.Contains("This installation is in use or has been, as it has rows in ", run.Error, StringComparison.Ordinal);
        Assert.Contains("users (1)", run.Error, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed.", run.Error, StringComparison.Ordinal);
        Assert.Equal("admin", await place.ReadAsync((db, _) => db.Users.Select(user => user.UserName).SingleAsync(Cancellation), Cancellation));
    }

    [Theory]
    [InlineData("Writing entries", 2_000)]
    [InlineData("Adding entries up by the quarter of an hour", 1_000)]
    public async Task Seed_Interrupted_KeepsNothingAndCanBeRunAgain(string step, long after)
    {
        await using var place = await DemoPlace.NewAsync(Cancellation);
        using (var steps = new CancelledSteps(step, after))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new DemoSeed(place.Settings, Small, steps).RunAsync(steps.Cancellation));
        }

        Assert.Empty(Directory.EnumerateFiles(place.Folder, "weir.db*"));
        var run = await CommandRun.OfAsync(place.Settings, Cancellation, Few);

        Assert.True(run.Code == 0, run.ToString());
        Assert.False(Directory.Exists(Path.Combine(place.Folder, "demo-seed")));
    }

    [Theory]
    [InlineData("--users", "0", "--users must be from 1 to 2,000.")]
    [InlineData("--password", "short", "at least 12 characters")]
    public async Task Seed_OfAWishThatCannotBe_SaysWhatCan(string option, string value, string expected)
    {
        await using var place = await DemoPlace.NewAsync(Cancellation);
        string said;
        try
        {
            said = (await CommandRun.OfAsync(place.Settings, Cancellation, "demo", "seed", option, value)).Error;
        }
        catch (SettingsException refused)
        {
            said = string.Join(' ', refused.Problems);
        }

        Assert.Contains(expected, said, StringComparison.Ordinal);
    }

    /// <summary>Entries, sums, totals, windows and budgets, as text.</summary>
    private static async Task<string> LedgerAsync(WeirDbContext db, IServiceProvider store) => JsonSerializer.Serialize(new
    {
        Entries = await db.LedgerEntries.AsNoTracking().OrderBy(entry => entry.Id).ToListAsync(Cancellation),
        Sums = await db.UsageSums.AsNoTracking().OrderBy(sum => sum.StartsAt).ThenBy(sum => sum.UserId).ThenBy(sum => sum.ModelId).ThenBy(sum => sum.UpstreamId).ToListAsync(Cancellation),
        Totals = await db.UsageTotals.AsNoTracking().OrderBy(total => total.Kind).ThenBy(total => total.StartsAt).ThenBy(total => total.SubjectId)
            .ThenBy(total => total.UpstreamId).ThenBy(total => total.ModelId).ToListAsync(Cancellation),
        Windows = await db.BudgetWindows.AsNoTracking().OrderBy(window => window.Id).ToListAsync(Cancellation),
        Budgets = await db.Budgets.AsNoTracking().OrderBy(budget => budget.Id).ToListAsync(Cancellation),
    });
}
