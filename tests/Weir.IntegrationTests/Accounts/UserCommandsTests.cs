using System.CommandLine;
using Weir.Commands;
using Weir.IntegrationTests.Running;
using Weir.TestKit;
using Weir.TestKit.Processes;
using Weir.Users;
using Xunit;
using static Weir.IntegrationTests.Accounts.AccountHost;

namespace Weir.IntegrationTests.Accounts;

public class UserCommandsTests
{
    [Fact]
    public async Task List_WhileWeirServes_ShowsEveryUser()
    {
        await using var weir = await StartAsync();
        await weir.AddUserAsync("mia", 12_345, Cancellation);
        var (code, output, _) = await RunAsync(weir, "list");
        Assert.Equal(0, code);
        Assert.Contains(output.Split('\n'), line => line.StartsWith("admin", StringComparison.Ordinal) && line.Contains("administrator", StringComparison.Ordinal));
        Assert.Contains(output.Split('\n'), line => line.StartsWith("mia", StringComparison.Ordinal) && line.Contains("12,345", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SetPassword_OfNobody_SaysSo()
    {
        await using var weir = await StartAsync();
        var (code, _, error) = await RunAsync(weir, "set-password", "nobody");
        Assert.Equal(1, code);
        Assert.Contains("There is no user \"nobody\"", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_WithoutADatabase_SaysWhereItLooked()
    {
        using var folder = new TempFolder();
        await using var weir = await ProcessUnderTest.RunAsync(new() { DataFolder = folder.Path, Arguments = ["user", "list"] }, Cancellation);
        Assert.Equal(2, weir.ExitCode);
        Assert.Contains($"There is no database at {folder.File("weir.db")}", weir.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", weir.Output, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(WeirHost weir, params string[] arguments)
    {
        var user = UserCommands.Create((_, cancellationToken) => AccountServices.OpenAsync(weir.Settings, cancellationToken));
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await user.Parse(arguments).InvokeAsync(new() { Output = output, Error = error }, Cancellation);
        return (code, output.ToString(), error.ToString());
    }
}
