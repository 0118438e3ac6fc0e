using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Weir.Accounting;
using Weir.IntegrationTests.Commands;
using Weir.IntegrationTests.Running;
using Weir.Storage.Ledger;
using Weir.Storage.Ledger.Verification;
using Weir.Storage.Model;
using Weir.TestKit;
using Weir.TestKit.Upstreams;
using Xunit;

namespace Weir.IntegrationTests.Backups;

/// <summary>A backup that is taken while many stream is one moment of the ledger, and a Weir goes on from it.</summary>
public class BackupUnderLoadTests
{
    private const int Callers = 32;

    /// <summary>Callers whose first answer is held open while the backup is taken.</summary>
    private const int Held = 8;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Backup_WhileManyStream_HoldsEveryEntryUpToItOnceAndIsServed()
    {
        var gate = new Gate();
        await using var upstream = new FakeUpstream { OnRequest = request => Plan(request, gate) };
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000_000, Cancellation);
        using var folder = new TempFolder();
        using var enough = new CancellationTokenSource();
        var callers = Enumerable.Range(0, Callers).Select(caller => CallAsync(weir.Address, ada.Key, caller, enough.Token)).ToArray();
        await upstream.Book.WhenAsync(book => book.Attempts.Count >= 4 * Callers, Cancellation);

        var (before, after) = await BackUpUnderLoadAsync(weir, folder.File("weir.zip"));

        await enough.CancelAsync();
        gate.Open();
        await Task.WhenAll(callers);
        await using var database = weir.Settings.Database is null ? null : await HostDatabase.NewEmptyAsync(Cancellation);
        (string, string)[] place = database is null
            ? [("WEIR_DATA", folder.File("data"))]
            : [("WEIR_DATA", folder.File("data")), ("DATABASE_URL", database.Url), ("WEIR_MASTER_KEY", WeirHost.MasterKey)];
        var restore = await CommandRun.OfAsync(CommandRun.Settings(folder.File("data"), place), Cancellation, "restore", folder.File("weir.zip"));
        Assert.True(restore.Code == 0, restore.ToString());

        await using var restored = await WeirHost.StartAsync(upstream, Cancellation, settings: place);
        await HoldAsync(restored, before, after, ada.Key);
    }

    /// <summary>A backup of so little is quick: it is taken anew until something was settled meanwhile.</summary>
    private static async Task<(IReadOnlyList<LedgerLine> Before, IReadOnlyList<LedgerLine> After)> BackUpUnderLoadAsync(WeirHost weir, string file)
    {
        while (true)
        {
            var before = await ReadAsync(weir);
            var backup = await CommandRun.OfAsync(weir.Settings, Cancellation, "backup", file, "--force");
            Assert.True(backup.Code == 0, backup.ToString());
            var after = await ReadAsync(weir);
            if (after.Count > before.Count)
            {
                return (before, after);
            }
        }
    }

    private static async Task HoldAsync(WeirHost restored, IReadOnlyList<LedgerLine> before, IReadOnlyList<LedgerLine> after, string key)
    {
        var lines = await ReadAsync(restored);
        await using (var db = await restored.Services.GetRequiredService<IDbContextFactory<WeirDbContext>>().CreateDbContextAsync(Cancellation))
        {
            Assert.False(await db.Reservations.AnyAsync(reservation => reservation.State == ReservationState.Pending, Cancellation));
        }

        var byAttempt = lines.ToDictionary(line => line.Attempt);
        Assert.All(before, line => Assert.Equal(line, byAttempt[line.Attempt]));
        // What is in it beyond that was settled while it was taken, or was open then and is posted by estimate.
        var (estimated, reported) = (lines.Where(line => line.Source == UsageSource.Provisional).ToList(), lines.Where(line => line.Source != UsageSource.Provisional).ToList());
        Assert.InRange(estimated.Count, Held, Callers);
        Assert.Empty(reported.Except(after));
        Assert.All(Enumerable.Range(0, Held), caller => Assert.Contains(estimated, line => line.Model == $"c{caller}-0"));
        Assert.Empty((await restored.Services.GetRequiredService<LedgerVerifier>().VerifyAsync(Cancellation)).Faults);

        var answer = await Post.SendAsync(restored.Address, Post.Messages(key, Post.Question(true, model: "afterwards")), Cancellation);
        Assert.Equal(200, answer.Status);
    }

    private static Script Plan(ReceivedRequest request, Gate gate) =>
        request.Model!.EndsWith("-0", StringComparison.Ordinal) && int.Parse(request.Model[1..^2], System.Globalization.CultureInfo.InvariantCulture) < Held
            ? new() { Output = _ => 20, Cues = [new(Point.Event("message_delta"), Act.Pause(gate))] }
            : new() { Output = _ => 20, Gap = TimeSpan.FromMilliseconds(2) };

    private static async Task CallAsync(Uri address, string key, int caller, CancellationToken enough)
    {
        for (var i = 0; !enough.IsCancellationRequested; i++)
        {
            await Post.SendAsync(address, Post.Messages(key, Post.Question(true, 100, $"c{caller}-{i}")), Cancellation);
        }
    }

    private static async Task<IReadOnlyList<LedgerLine>> ReadAsync(WeirHost weir)
    {
        await using var db = await weir.Services.GetRequiredService<IDbContextFactory<WeirDbContext>>().CreateDbContextAsync(Cancellation);
        return await LedgerLines.ReadAsync(db, Cancellation);
    }
}
