using System.Globalization;
using System.Text.RegularExpressions;
using Weir.TestKit.Processes;
using Xunit;

namespace Weir.BrowserTests.Running;

/// <summary>An installation that was filled by <c>weir demo seed</c>, so that pages have something to show.</summary>
public sealed partial class DemoInstallation : Installation
{
    private string _administrator = "";

    /// <summary>Enough that all of the pages have something; pictures are taken of as much as a busy place has in a season.</summary>
    private static int Entries => Window.Pictures is null ? 6_000 : 1_000_000;

    protected override string Administrator => _administrator;

    public override async ValueTask InitializeAsync()
    {
        var settings = new LaunchSettings
        {
            DataFolder = DataFolder,
            Arguments = ["demo", "seed", "--entries", Entries.ToString(CultureInfo.InvariantCulture), "--password", AdminPassword],
        };
        await using var seed = await ProcessUnderTest.RunAsync(settings, CancellationToken.None);
        Assert.True(seed.ExitCode == 0, seed.Output);
        _administrator = SignInAs().Match(seed.Output).Groups[1].Value;
        await base.InitializeAsync();
    }

    [GeneratedRegex(@"sign in as ([^,.\s]+)")]
    private static partial Regex SignInAs();
}
