using Weir.TestKit;
using Weir.TestKit.Processes;
using Xunit;

namespace Weir.IntegrationTests.TestKit;

public sealed class ProcessUnderTestTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Terminate_WhenNothingIsOpen_EndsByItself()
    {
        using var folder = new TempFolder();
        await using var weir = await ProcessUnderTest.StartAsync(new() { DataFolder = folder.Path }, Cancellation);

        weir.Terminate();
        await weir.WaitForExitAsync(Cancellation);

        Assert.Equal(0, weir.ExitCode);
        Assert.Contains(weir.Address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), weir.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kill_ThenStartOnTheSameFolder_IsReadyAgain()
    {
        using var folder = new TempFolder();
        var settings = new LaunchSettings { DataFolder = folder.Path };
        await using var first = await ProcessUnderTest.StartAsync(settings, Cancellation);

        await first.KillAsync(Cancellation);
        await using var second = await ProcessUnderTest.StartAsync(settings, Cancellation);

        Assert.NotEqual(0, first.ExitCode);
        Assert.False(second.HasExited);
    }

    [Fact]
    public async Task Start_WithASettingThatIsWrong_ThrowsWithWhatWeirSaid()
    {
        using var folder = new TempFolder();
        var settings = new LaunchSettings { DataFolder = folder.Path, Environment = { ["PORT"] = "many" } };

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => ProcessUnderTest.StartAsync(settings, Cancellation));

        Assert.Contains("PORT", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OfACommand_HasItsExitCodeAndOutput()
    {
        using var folder = new TempFolder();

        await using var help = await ProcessUnderTest.RunAsync(new() { DataFolder = folder.Path, Arguments = ["--help"] }, Cancellation);

        Assert.Equal(0, help.ExitCode);
        Assert.Contains("serve", help.Output, StringComparison.Ordinal);
    }
}
