using Weir.IntegrationTests.Commands;
using Weir.IntegrationTests.Running;
using Weir.TestKit;
using Xunit;

namespace Weir.IntegrationTests.Backups;

public sealed class BackupTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Backup_Made_IsOneFileForItsOwnerAlone()
    {
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        using var folder = new TempFolder();

        var run = await CommandRun.OfAsync(weir.Settings, Cancellation, "backup", folder.Path);

        Assert.True(run.Code == 0, run.ToString());
        var file = Assert.Single(Directory.EnumerateFileSystemEntries(folder.Path));
        Assert.Matches(@"weir-\d{8}-\d{6}\.zip$", file);
        Assert.Contains(file, run.Output, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task Backup_OverAFile_IsRefusedUnlessForced()
    {
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("mine.zip"), "mine", Cancellation);

        var refused = await CommandRun.OfAsync(weir.Settings, Cancellation, "backup", folder.File("mine.zip"));
        var left = await File.ReadAllTextAsync(folder.File("mine.zip"), Cancellation);
        var forced = await CommandRun.OfAsync(weir.Settings, Cancellation, "backup", folder.File("mine.zip"), "--force");

        Assert.Equal((1, 0, "mine"), (refused.Code, forced.Code, left));
        Assert.Contains("add --force", refused.Error, StringComparison.Ordinal);
        Assert.NotEqual("mine", await File.ReadAllTextAsync(folder.File("mine.zip"), Cancellation));
    }

    [Fact]
    public async Task Backup_Interrupted_LeavesNothingAndSaysHowToGoOn()
    {
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        using var folder = new TempFolder();

        var run = await CommandRun.OfAsync(weir.Settings, new CancellationToken(canceled: true), "backup", folder.File("weir.zip"));

        Assert.Equal(130, run.Code);
        Assert.Contains("Interrupted. No file was made. The command may be run again.", run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    /// <summary>A process that is killed leaves its folder behind.</summary>
    [Fact]
    public async Task Backup_AfterOneThatWasKilled_TakesItsPlace()
    {
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.File("weir.zip.partial/keys"));
        foreach (var left in (string[])["weir.db", "weir.db-journal", "archive.zip", "keys/key-left.xml"])
        {
            await File.WriteAllTextAsync(folder.File($"weir.zip.partial/{left}"), "half of it", Cancellation);
        }

        var run = await CommandRun.OfAsync(weir.Settings, Cancellation, "backup", folder.File("weir.zip"));

        Assert.True(run.Code == 0, run.ToString());
        Assert.Equal([folder.File("weir.zip")], Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task Backup_ToNowhere_SaysSo()
    {
        await using var weir = await WeirHost.StartAsync(null, Cancellation);

        var run = await CommandRun.OfAsync(weir.Settings, Cancellation, "backup", "/nowhere/weir.zip");

        Assert.Equal((1, "There is no folder /nowhere: make it, or name a file in another."), (run.Code, run.Error.Trim()));
    }
}
