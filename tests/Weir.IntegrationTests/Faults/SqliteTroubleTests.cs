using Weir.TestKit;
using Weir.TestKit.Disks;
using Weir.TestKit.Processes;
using Weir.TestKit.Upstreams;
using Xunit;

namespace Weir.IntegrationTests.Faults;

/// <summary>What can keep one process from its SQLite file, under load.</summary>
public sealed class SqliteTroubleTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task File_LockedByAnotherProcess_IsEndured()
    {
        IAsyncDisposable? held = null;
        await AssertEnduredAsync(
            async (installation, _) => held = await installation.HoldSettlementsAsync(),
            (_, _) => held!.DisposeAsync().AsTask());
    }

    [Fact]
    public async Task Device_WithErrors_IsEndured() => await AssertEnduredAsync(
        (_, weir) => Run(() => FileSizeLimit.Forbid(weir.Id)),
        (_, weir) => Run(() => FileSizeLimit.Lift(weir.Id)));

    /// <summary>As after an error for which the system makes the file system read-only: what is open fails, and opens again for reading only.</summary>
    [Fact]
    public async Task File_BecomeReadOnly_IsEndured() => await AssertEnduredAsync(
        async (installation, weir) =>
        {
            installation.Allow(UnixFileMode.UserRead);
            FileSizeLimit.Forbid(weir.Id);
            using var client = new HttpClient { BaseAddress = weir.Address };
            await Eventually.IsTrueAsync(async () => (int)(await client.GetAsync("/readyz", Cancellation)).StatusCode == 503, Cancellation);
            FileSizeLimit.Lift(weir.Id);
        },
        (installation, _) => Run(() => installation.Allow(UnixFileMode.UserRead | UnixFileMode.UserWrite)));

    [Fact]
    public async Task Disk_Full_IsEndured()
    {
        using var disk = SmallDisk.TryMake(megabytes: 24);
        Assert.SkipWhen(disk is null, "Only root may mount the small disk that this test fills up.");
        await AssertEnduredAsync((_, _) => Run(disk.Fill), (_, _) => Run(disk.MakeRoom), disk.Path);
    }

    private static async Task AssertEnduredAsync(Func<Installation, ProcessUnderTest, Task> begin, Func<Installation, ProcessUnderTest, Task> end, string? dataFolder = null)
    {
        using var folder = new TempFolder();
        await using var upstream = new FakeUpstream();
        await using var installation = Installation.OnSqlite(upstream, dataFolder ?? folder.Path);
        await using var weir = await installation.StartAsync();
        await Trouble.AssertEnduredAsync(installation, new(upstream), [weir], () => begin(installation, weir), () => end(installation, weir));
    }

    private static Task Run(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
