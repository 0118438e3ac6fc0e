using Microsoft.Data.Sqlite;
using Weir.Hosting;
using Weir.IntegrationTests.Commands;
using Weir.IntegrationTests.Running;
using Weir.TestKit;
using Xunit;

namespace Weir.IntegrationTests.Backups;

/// <summary>What is no whole backup is refused, and nothing is changed by it.</summary>
public sealed class RestoreTests(RestoreTests.OneBackup one) : IClassFixture<RestoreTests.OneBackup>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("truncated", "is no whole backup")]
    [InlineData("empty", "is no whole backup")]
    [InlineData("foreign", "is no whole backup")]
    [InlineData("missing", "There is no file")]
    [InlineData("flipped", "is no whole backup")]
    [InlineData("swapped", "is not what was put in")]
    [InlineData("shortened", "its files are not those of its manifest")]
    [InlineData("up", "which is in no backup")]
    [InlineData("rooted", "which is in no backup")]
    [InlineData("nested", "which is in no backup")]
    [InlineData("format", "in a form that this one doesn't know")]
    [InlineData("newer", "is of a newer version of Weir")]
    [InlineData("damaged", "is damaged")]
    [InlineData("unclean", "The ledger in it is not clean")]
    public async Task Restore_OfWhatIsNoGoodBackup_IsRefusedAndChangesNothing(string kind, string reason)
    {
        using var folder = new TempFolder();
        var (archive, data) = (folder.File("other.zip"), folder.File("data"));
        Spoil(kind, archive);

        var run = await CommandRun.OfAsync(CommandRun.Settings(data), Cancellation, "restore", archive);

        Assert.True(run.Code == 1 && run.Error.Contains(reason, StringComparison.Ordinal), run.ToString());
        Assert.Equal(["weir.lock"], Directory.EnumerateFileSystemEntries(data).Select(Path.GetFileName));
        Assert.Equal(File.Exists(archive) ? ["data", "other.zip"] : ["data"], Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Restore_OfAnUncleanLedger_IsDoneWhenItIsAccepted()
    {
        using var folder = new TempFolder();
        Spoil("unclean", folder.File("other.zip"));

        var run = await CommandRun.OfAsync(CommandRun.Settings(folder.File("data")), Cancellation, "restore", folder.File("other.zip"), "--accept-faults");

        Assert.True(run.Code == 0, run.ToString());
        Assert.True(File.Exists(folder.File("data/weir.db")));
    }

    [Fact]
    public async Task Restore_OverAnInstallation_IsRefusedUnlessForcedAndKeepsWhatWasThere()
    {
        using var folder = new TempFolder();
        var settings = CommandRun.Settings(folder.Path);
        Assert.Equal(0, (await CommandRun.OfAsync(settings, Cancellation, "restore", one.Path)).Code);
        await File.WriteAllTextAsync(folder.File("keys/key-of-before.xml"), "<key/>", Cancellation);

        var refused = await CommandRun.OfAsync(settings, Cancellation, "restore", one.Path);
        Assert.Contains("holds an installation", refused.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(folder.File("keys/key-of-before.xml")));
        var forced = await CommandRun.OfAsync(settings, Cancellation, "restore", one.Path, "--force");

        Assert.Equal((1, 0), (refused.Code, forced.Code));
        var replaced = Assert.Single(Directory.EnumerateDirectories(folder.Path, "replaced-*"));
        Assert.Contains(replaced, forced.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(replaced, "weir.db")) && File.Exists(Path.Combine(replaced, "keys", "key-of-before.xml")));
        Assert.False(File.Exists(folder.File("keys/key-of-before.xml")));
        Assert.False(Directory.Exists(folder.File("restoring")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(folder.File("weir.db")));
    }

    /// <summary>The process died when the keys were in place and the database was not.</summary>
    [Fact]
    public async Task Restore_Interrupted_KeepsWeirFromServingUntilItIsRunAgain()
    {
        using var folder = new TempFolder();
        var settings = CommandRun.Settings(folder.Path);
        Assert.Equal(0, (await CommandRun.OfAsync(settings, Cancellation, "restore", one.Path)).Code);
        Directory.CreateDirectory(folder.File("restoring"));
        File.Move(folder.File("weir.db"), folder.File("restoring/weir.db"));

        var refused = Assert.Throws<DataFolderException>(() => WeirApplication.Create(settings));
        var again = await CommandRun.OfAsync(settings, Cancellation, "restore", one.Path);

        Assert.Contains("was interrupted: run it again", refused.Message, StringComparison.Ordinal);
        Assert.True(again.Code == 0, again.ToString());
        await WeirApplication.Create(settings).DisposeAsync();
    }

    [Fact]
    public async Task Restore_WhileWeirServes_IsRefused()
    {
        using var folder = new TempFolder();
        using var held = DataFolder.Take(folder.Path);

        var run = await CommandRun.OfAsync(CommandRun.Settings(folder.Path), Cancellation, "restore", one.Path, "--force");

        Assert.True(run.Code == 1 && run.Error.Contains("Another Weir is running on the data folder", StringComparison.Ordinal), run.ToString());
    }

    private void Spoil(string kind, string archive)
    {
        switch (kind)
        {
            case "truncated":
                File.WriteAllBytes(archive, File.ReadAllBytes(one.Path)[..^3_000]);
                break;
            case "empty":
                File.WriteAllBytes(archive, []);
                break;
            case "foreign":
                File.WriteAllText(archive, "SQLite format 3");
                break;
            case "flipped":
                var bytes = File.ReadAllBytes(one.Path);
                // Of one bit alone the database may not depend: zeros that are said to repeat others are zeros all the same.
                bytes.AsSpan(bytes.Length / 2, 64).Fill(0xA5);
                File.WriteAllBytes(archive, bytes);
                break;
            case "swapped":
                Repacked.Make(one.Path, archive, static _ => { }, manifest => manifest["files"]![0]!["sha256"] = new string('0', 64));
                break;
            case "shortened":
                Repacked.Make(one.Path, archive, static _ => { }, manifest => manifest["files"]!.AsArray().RemoveAt(0));
                break;
            case "up":
                Repacked.AddEntry(one.Path, archive, "../evil.txt");
                break;
            case "rooted":
                Repacked.AddEntry(one.Path, archive, "/tmp/evil.txt");
                break;
            case "nested":
                Repacked.AddEntry(one.Path, archive, "keys/../../key-1.xml");
                break;
            case "format":
                Repacked.Make(one.Path, archive, static _ => { }, manifest => manifest["format"] = 2);
                break;
            case "newer":
                Repacked.Make(one.Path, archive, folder => Run(folder, """INSERT INTO "__EFMigrationsHistory" VALUES ('29990101000000_Nicknames', '99.0.0')"""));
                break;
            case "damaged":
                Repacked.Make(one.Path, archive, Damage);
                break;
            case "unclean":
                Repacked.Make(one.Path, archive, folder => Run(folder, "INSERT INTO budget_windows (budget_id, starts_at, posted, pending) SELECT id, 77, 5, 0 FROM budgets LIMIT 1"));
                break;
        }
    }

    private static void Run(string folder, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "weir.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.Equal(1, command.ExecuteNonQuery());
    }

    /// <summary>Every page but the first.</summary>
    private static void Damage(string folder)
    {
        using var file = new FileStream(Path.Combine(folder, "weir.db"), FileMode.Open);
        file.Position = 4_096;
        file.Write(Enumerable.Repeat((byte)0xA5, (int)file.Length - 4_096).ToArray());
    }

    /// <summary>A backup of a Weir that was used a little.</summary>
    public sealed class OneBackup : IAsyncLifetime
    {
        private readonly TempFolder _folder = new();

        public string Path => _folder.File("weir.zip");

        public async ValueTask InitializeAsync()
        {
            await using var weir = await WeirHost.StartAsync(null, Cancellation);
            using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);
            await Post.SendAsync(weir.Address, Post.Messages(ada.Key, Post.Question(true)), Cancellation);
            var run = await CommandRun.OfAsync(weir.Settings, Cancellation, "backup", Path);
            Assert.True(run.Code == 0, run.ToString());
        }

        public ValueTask DisposeAsync()
        {
            _folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
