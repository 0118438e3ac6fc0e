using Weir.Hosting;
using Weir.TestKit;
using Xunit;

namespace Weir.IntegrationTests.Hosting;

public sealed class DataFolderTests
{
    [Fact]
    public void Folder_HeldAlready_IsRefusedUntilItIsFree()
    {
        using var temp = new TempFolder();
        var path = temp.File("data");
        using (DataFolder.Take(path))
        {
            var refused = Assert.Throws<DataFolderException>(() => DataFolder.Take(path));
            Assert.Contains($"Another Weir is running on the data folder {path}", refused.Message, StringComparison.Ordinal);
        }

        using var again = DataFolder.Take(path);
        Assert.Equal(path, again.Path);
    }

    [Fact]
    public void Folder_CannotBeMade_SaysWhatWouldWork()
    {
        using var temp = new TempFolder();
        File.WriteAllText(temp.File("file"), "");

        var refused = Assert.Throws<DataFolderException>(() => DataFolder.Take(temp.File("file")));
        Assert.Contains("Set WEIR_DATA to another folder", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_MadeByWeir_IsForItsUserAlone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        using var temp = new TempFolder();
        var path = temp.File("data");
        using var folder = DataFolder.Take(path);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, Mode(path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Mode(Assert.Single(Directory.GetFiles(path))));
    }

    private static UnixFileMode Mode(string path) =>
        OperatingSystem.IsWindows() ? throw new PlatformNotSupportedException() : File.GetUnixFileMode(path);
}
