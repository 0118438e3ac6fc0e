using Weir.Storage.Tests.Engines;
using Xunit;

namespace Weir.Storage.Tests.Model;

public sealed class SqliteFileTests
{
    [Fact]
    public async Task Files_MadeByMigrating_AreForTheirUserAlone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        await using var database = new SqliteFile();
        await database.MigrateAsync(TestContext.Current.CancellationToken);
        Assert.All(
            Directory.GetFiles(Path.GetDirectoryName(database.Path)!),
            file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(file)));
        Assert.True(File.Exists(database.Path));
    }
}
