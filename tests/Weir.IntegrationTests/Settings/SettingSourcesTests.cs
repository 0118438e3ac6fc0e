using Weir.Settings;
using Weir.TestKit;
using Xunit;

namespace Weir.IntegrationTests.Settings;

public sealed class SettingSourcesTests
{
    [Fact]
    public void Sources_SameSettingInAll_TheEnvironmentCountsOverDotEnvOverAppSettings()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("appsettings.json"), """{"Weir":{"Port":1,"Host":"0.0.0.1","Data":"json"}}""");
        var sources = new SettingSources();
        sources.AddJson(folder.File("appsettings.json"));
        sources.AddDotEnv(["PORT=2", "HOST=0.0.0.2"]);
        sources.AddVariables([new("PORT", "3")]);

        Assert.Equal(("3", "0.0.0.2", "json"), (Value(sources, "Weir:Port"), Value(sources, "Weir:Host"), Value(sources, "Weir:Data")));
        Assert.Equal(
            ("PORT", "HOST in .env", "Weir:Data in appsettings.json"),
            (sources.Written["Weir:Port"].Name, sources.Written["Weir:Host"].Name, sources.Written["Weir:Data"].Name));
    }

    [Fact]
    public void Sources_OptionOfTheCommandLine_CountsOverAll()
    {
        var sources = Written.Sources(("PORT", "3"));
        sources.AddOption("Weir:Port", "4", "--port");

        Assert.Equal("4", Value(sources, "Weir:Port"));
    }

    [Fact]
    public void Sources_PlainNameAndOwnName_TheOwnNameCounts() => Assert.Equal("5", Value(Written.Sources(("Weir__Port", "5"), ("PORT", "3")), "Weir:Port"));

    [Fact]
    public void Sources_EmptyVariable_CountsAsNone()
    {
        var sources = new SettingSources();
        sources.AddDotEnv(["PORT=2"]);
        sources.AddVariables([new("PORT", "")]);

        Assert.Equal("2", Value(sources, "Weir:Port"));
    }

    [Fact]
    public void Sources_BrokenAppSettings_AreAProblem()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("appsettings.json"), "{");
        var sources = new SettingSources();
        sources.AddJson(folder.File("appsettings.json"));

        Assert.StartsWith("appsettings.json cannot be read", Assert.Single(sources.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Sources_Folder_ReadsBothFilesInIt()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("appsettings.json"), """{"Weir":{"StopSeconds":7}}""");
        File.WriteAllText(folder.File(".env"), "Weir__CountsPerMinute=8\n");

        var settings = SettingsBinding.Bind(SettingSources.Load(folder.Path));

        Assert.Equal((TimeSpan.FromSeconds(7), 8), (settings.StopDeadline, settings.CountsPerMinute));
    }

    private static string Value(SettingSources sources, string setting) => sources.Written[setting].Value;
}
