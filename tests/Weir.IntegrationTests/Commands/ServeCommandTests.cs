using Weir.Hosting;
using Weir.TestKit;
using Weir.TestKit.Processes;
using Xunit;

namespace Weir.IntegrationTests.Commands;

public sealed class ServeCommandTests
{
    [Fact]
    public async Task Serve_SettingsWrong_NamesAllOfThemWithoutAStackTraceAndExitsWith2()
    {
        using var folder = new TempFolder();
        await using var weir = await RunAsync(folder, [], ("PORT", "x"), ("Weir__Log", "xml"));

        Assert.Equal(2, weir.ExitCode);
        Assert.Contains("PORT is \"x\"", weir.Output, StringComparison.Ordinal);
        Assert.Contains("Weir__Log is \"xml\"", weir.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", weir.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_DataFolderInUse_SaysSoAndExitsWith1()
    {
        using var folder = new TempFolder();
        using var held = DataFolder.Take(folder.Path);
        await using var weir = await RunAsync(folder, ["serve"]);

        Assert.Equal((1, $"Another Weir is running on the data folder {folder.Path}. Stop it, or set WEIR_DATA to another folder."), (weir.ExitCode, weir.Output.Trim()));
    }

    [Fact]
    public async Task Serve_PortInUse_SaysSoAndExitsWith1()
    {
        using var folder = new TempFolder();
        using var other = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        other.Start();
        var port = ((System.Net.IPEndPoint)other.LocalEndpoint).Port;
        await using var weir = await RunAsync(folder, [], ("PORT", $"{port}"));

        Assert.Equal(1, weir.ExitCode);
        Assert.Contains($"Port {port} on 127.0.0.1 is taken by another program", weir.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", weir.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help", "Usage:")]
    [InlineData("--version", "0.1.0")]
    public async Task Option_Informative_IsAnswered(string option, string expected)
    {
        using var folder = new TempFolder();
        await using var weir = await RunAsync(folder, [option]);

        Assert.Equal(0, weir.ExitCode);
        Assert.Contains(expected, weir.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Option_Unknown_IsRefusedByName()
    {
        using var folder = new TempFolder();
        await using var weir = await RunAsync(folder, ["--prot", "3000"]);

        Assert.Equal(2, weir.ExitCode);
        Assert.Contains("'--prot'", weir.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_Terminated_StopsInOrderAndExitsWith0()
    {
        using var folder = new TempFolder();
        await using var weir = await ProcessUnderTest.StartAsync(new() { DataFolder = folder.Path }, TestContext.Current.CancellationToken);

        weir.Terminate();
        await weir.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, weir.ExitCode);
        Assert.Contains("Everything is settled; Weir has stopped", weir.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_LogAsJson_WritesAnObjectALine()
    {
        using var folder = new TempFolder();
        await using var weir = await ProcessUnderTest.StartAsync(
            new() { DataFolder = folder.Path, Environment = { ["Weir__Log"] = "json" } },
            TestContext.Current.CancellationToken);

        weir.Terminate();
        await weir.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.All(
            weir.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            line => Assert.True(System.Text.Json.JsonElement.Parse(line).TryGetProperty("Message", out _)));
    }

    private static Task<ProcessUnderTest> RunAsync(TempFolder folder, string[] arguments, params (string Name, string Value)[] variables) => ProcessUnderTest.RunAsync(
        new() { DataFolder = folder.Path, Arguments = arguments, Environment = variables.ToDictionary(v => v.Name, v => v.Value) },
        TestContext.Current.CancellationToken);
}
