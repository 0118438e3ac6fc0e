using System.Globalization;
using System.Net.Http.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Weir.Accounting;
using Weir.IntegrationTests.Running;
using Weir.Storage.Model;
using Weir.Storage.Sqlite;
using Weir.TestKit;
using Weir.TestKit.Processes;
using Weir.TestKit.Upstreams;
using Weir.TestKit.Wire;
using Xunit;

namespace Weir.IntegrationTests.Inference;

/// <summary>
/// Weir's process is killed over and over while streams are open, a fifth of them between the upstream's last byte and the
/// settlement: nothing is missing from the ledger, and no cap is passed.
/// </summary>
public sealed class CrashTests
{
    /// <summary>Open streams of somebody with room enough.</summary>
    private const int Streams = 80;

    /// <summary>Streams of somebody whose limit is soon reached.</summary>
    private const int Tight = 16;

    private const long TightLimit = 60_000;

    private const int Kept = 20;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A short form unless <c>WEIR_TEST_KILLS</c> says how many.</summary>
    private static int Kills => int.Parse(Environment.GetEnvironmentVariable("WEIR_TEST_KILLS") ?? "5", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Kill_WithStreamsOpen_LosesNothingAndPassesNoCap()
    {
        using var folder = new TempFolder();
        var gates = Enumerable.Range(0, Kills).Select(_ => new Gate()).ToArray();
        await using var upstream = new FakeUpstream { OnRequest = request => Plan(request, gates) };
        var settings = new LaunchSettings
        {
            DataFolder = folder.Path,
            Environment =
            {
                ["WEIR_ADMIN_PASSWORD"] = WeirHost.AdminPassword,
                ["ANTHROPIC_API_KEY"] = "sk-ant-of-the-server",
                ["ANTHROPIC_BASE_URL"] = upstream.Address.ToString(),
            },
        };
        var (wide, tight) = ("", "");
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var weir = await ProcessUnderTest.StartAsync(settings, Cancellation);
            if (kill == 0)
            {
                wide = await AddAccountAsync(weir, "wide", 1_000_000_000);
                tight = await AddAccountAsync(weir, "tight", TightLimit);
            }

            await KillUnderLoadAsync(weir, upstream, kill, gates[kill], wide, tight);
        }

        await using (var last = await ProcessUnderTest.StartAsync(settings, Cancellation))
        {
            last.Terminate();
            await last.WaitForExitAsync(Cancellation);
        }

        await using var verify = await ProcessUnderTest.RunAsync(new() { DataFolder = folder.Path, Arguments = ["ledger", "verify"] }, Cancellation);
        Assert.True(verify.ExitCode == 0, verify.Output);
        await HoldAgainstAsync(folder, upstream);
    }

    /// <summary>Opens all streams, lets a fifth of the answers end, and kills at that moment.</summary>
    private static async Task KillUnderLoadAsync(ProcessUnderTest weir, FakeUpstream upstream, int kill, Gate gate, string wide, string tight)
    {
        var mark = $"k{kill}-";
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var callers = Enumerable.Range(0, Streams + Tight)
            .Select(i => CallAsync(weir.Address, i < Streams ? Post.Messages(wide, Post.Question(true, 8_000, $"{mark}{i}")) : Post.Messages(tight, Post.Question(true, 1_500, $"{mark}{i}")), over.Token))
            .ToArray();

        // Looked at now and then: asked at each of the many changes of the book it would be most of the work.
        await Eventually.IsTrueAsync(
            () => Of(upstream.Book, mark).Where(IsWide).ToArray() is { Length: Streams } open && open.All(attempt => attempt.Output >= Kept),
            Cancellation);
        gate.Open();
        var gated = Of(upstream.Book, mark).Where(IsGated).ToArray();
        await upstream.Book.WhenAsync(_ => Array.TrueForAll(gated, attempt => attempt.FinalUsage is not null), Cancellation);
        await weir.KillAsync(Cancellation);

        await over.CancelAsync();
        await Task.WhenAll(callers);
        await Task.WhenAll(Of(upstream.Book, mark).Select(attempt => attempt.Done)).WaitAsync(Cancellation);
    }

    /// <summary>A fifth are held just before they report their usage; the others go on and on.</summary>
    private static Script Plan(ReceivedRequest request, Gate[] gates)
    {
        var (kill, stream) = Parts(request);
        return stream % 5 == 0 && stream < Streams
            ? new() { Output = _ => Kept, Cues = [new(Point.Event("message_delta"), Act.Pause(gates[kill]))] }
            : new() { Output = cap => cap, Gap = TimeSpan.FromMilliseconds(5) };
    }

    private static (int Kill, int Stream) Parts(ReceivedRequest request) =>
        request.Model![1..].Split('-') is [var kill, var stream]
            ? (int.Parse(kill, CultureInfo.InvariantCulture), int.Parse(stream, CultureInfo.InvariantCulture))
            : throw new InvalidDataException(request.Model);

    private static IEnumerable<AttemptTruth> Of(TruthBook book, string mark) =>
        book.Attempts.Where(attempt => attempt.Request.Model!.StartsWith(mark, StringComparison.Ordinal));

    private static bool IsWide(AttemptTruth attempt) => Parts(attempt.Request).Stream < Streams;

    private static bool IsGated(AttemptTruth attempt) => IsWide(attempt) && Parts(attempt.Request).Stream % 5 == 0;

    /// <summary>Reads what comes until Weir is no more.</summary>
    private static async Task CallAsync(Uri address, byte[] request, CancellationToken cancellationToken)
    {
        try
        {
            await Post.SendAsync(address, request, cancellationToken);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException or System.Net.Sockets.SocketException)
        {
            // It was killed, as it should be.
        }
    }

    private static async Task<string> AddAccountAsync(ProcessUnderTest weir, string name, long limit)
    {
        using var admin = new HttpClient { BaseAddress = weir.Address };
        await WeirHost.JsonAsync(await admin.PostAsJsonAsync("/auth/login", new { username = "admin", password = WeirHost.AdminPassword }, Cancellation), Cancellation);
        await WeirHost.JsonAsync(await admin.PostAsJsonAsync("/admin/api/users", new { username = name, password = WeirHost.AdminPassword, token_limit = limit }, Cancellation), Cancellation);
        using var user = new HttpClient { BaseAddress = weir.Address };
        await WeirHost.JsonAsync(await user.PostAsJsonAsync("/auth/login", new { username = name, password = WeirHost.AdminPassword }, Cancellation), Cancellation);
        return await WeirHost.AddKeyAsync(user, null, Cancellation);
    }

    private static async Task HoldAgainstAsync(TempFolder folder, FakeUpstream upstream)
    {
        await using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddSqliteStorage(folder.File("weir.db")).BuildServiceProvider();
        await using var database = await services.GetRequiredService<IDbContextFactory<WeirDbContext>>().CreateDbContextAsync(Cancellation);
        Assert.Empty(await database.Reservations.Where(reservation => reservation.State == Storage.Ledger.ReservationState.Pending).ToListAsync(Cancellation));
        var lines = (await LedgerLines.ReadAsync(database, Cancellation)).Where(line => line.Kind == LedgerEntryKind.Posted).ToDictionary(line => line.Model);
        Assert.InRange(upstream.Book.Attempts.Count, Kills * Streams, Kills * (Streams + Tight));
        foreach (var truth in upstream.Book.Attempts)
        {
            Truths.Hold(truth, lines[truth.Request.Model!]);
        }

        Assert.InRange(upstream.Book.Attempts.Where(attempt => !IsWide(attempt)).Sum(attempt => attempt.Consumed), 1, TightLimit);
        SqliteConnection.ClearAllPools();
    }
}
