using System.Text.RegularExpressions;
using Weir.Settings;
using Xunit;

namespace Weir.IntegrationTests.Settings;

public class SettingsInForceTests
{
    private static readonly (string, string)[] Everything =
    [
        ("ANTHROPIC_API_KEY", "sk-ant-secret"), ("OLLAMA_URL", "box"), ("WEIR_ADMIN_PASSWORD", "six purple otters"),
        ("Weir__Upstreams__0__Name", "further"), ("Weir__Upstreams__0__Kind", "ollama"), ("Weir__Upstreams__0__Dialects__0", "ollama"),
        ("Weir__Routes__0__Pattern", "fast"), ("Weir__Routes__0__Targets__0__Upstream", "ollama"), ("Weir__Models__0__Pattern", "llama*"),
        ("Weir__RetentionDays", "30"), ("Logging__LogLevel__Weir", "Debug"),
    ];

    [Fact]
    public void Setting_ThatWasWritten_TellsItsValueAndWhere()
    {
        var sources = new SettingSources();
        sources.AddDotEnv(["PORT=4000", "HOST=0.0.0.0"]);
        sources.AddVariables([new("HOST", "::")]);
        sources.AddOption("Weir:Data", "elsewhere", "--data");
        var inForce = SettingsBinding.Bind(sources).InForce.ToDictionary(setting => setting.Key);

        Assert.Equal(("4000", SettingPlace.DotEnv, "PORT in .env"), Told(inForce["Weir__Port"]));
        Assert.Equal(("::", SettingPlace.Environment, "HOST"), Told(inForce["Weir__Host"]));
        Assert.Equal(("elsewhere", SettingPlace.CommandLine, "--data"), Told(inForce["Weir__Data"]));
        Assert.Equal(("600", SettingPlace.Default, null), Told(inForce["Weir__CountsPerMinute"]));
        Assert.Equal(("closed", SettingPlace.Default, null), Told(inForce["Weir__Registration"]));
        Assert.Equal(["OLLAMA_URL", "OLLAMA_HOST"], inForce["Weir__Ollama__BaseUrl"].PlainNames);
    }

    [Fact]
    public void Setting_ThatIsASecret_IsNeverShown()
    {
        var inForce = Written.Bind([.. Everything, ("DATABASE_URL", "postgres://weir:s3cret@db/weir"), ("WEIR_MASTER_KEY", "six purple otters sing at midnight")]).InForce;

        Assert.DoesNotContain(inForce, setting => setting.Value is { } value && (value.Contains("secret", StringComparison.Ordinal) || value.Contains("s3cret", StringComparison.Ordinal) || value.Contains("otters", StringComparison.Ordinal)));
        Assert.Equal(
            ["Weir__AdminPassword", "Weir__Anthropic__ApiKey", "Weir__DatabaseUrl", "Weir__MasterKey"],
            inForce.Where(setting => setting is { IsSecret: true, IsSet: true }).Select(setting => setting.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Settings_OfUpstreamsThatAreNotThere_AreNotListed()
    {
        var keys = Written.Bind(("OLLAMA_URL", "box"), ("Weir__Ollama__MostConcurrent", "2")).InForce.Select(setting => setting.Key).ToList();

        Assert.Contains("Weir__Ollama__MostConcurrent", keys);
        Assert.Contains("Weir__Anthropic__ApiKey", keys);
        Assert.DoesNotContain("Weir__Anthropic__ConnectSeconds", keys);
        Assert.Equal(keys.Count, keys.Distinct().Count());
    }

    [Fact]
    public void EverySetting_IsDescribed()
    {
        var settings = Written.Bind(Everything).InForce;

        Assert.Empty(settings.Where(setting => setting.Help.Length == 0).Select(setting => setting.Key));
        Assert.Empty(SettingHelp.All.Where(help => !settings.Any(setting => SettingHelp.Find(setting.Key.Replace("__", ":", StringComparison.Ordinal)) == help)
            && !help.Setting.Contains('*', StringComparison.Ordinal)).Select(help => help.Setting));
    }

    /// <summary>Both ways: what the page of the documentation lists, and what Weir says of its settings.</summary>
    [Fact]
    public void Documentation_ListsTheSameSettings()
    {
        var page = File.ReadAllText(DocumentationPath());
        var rows = Regex.Matches(page, @"^\| `(?<name>\w+)`.*$", RegexOptions.Multiline).ToList();
        var documented = rows.Select(row => row.Groups["name"].Value).ToHashSet();

        Assert.DoesNotContain(documented, name => name.StartsWith("Weir__", StringComparison.Ordinal) && SettingHelp.Find(name.Replace("__", ":", StringComparison.Ordinal)) is null);
        Assert.DoesNotContain(
            SettingHelp.All.Select(help => help.Setting.TrimEnd('*').TrimEnd(':').Split(':')[^1]),
            name => !documented.Any(row => row.EndsWith(name, StringComparison.Ordinal)) && !page.Contains($"Weir__{name}__", StringComparison.Ordinal));
    }

    private static string DocumentationPath()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Weir.slnx")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return Path.Combine(folder, "docs", "configuration.md");
    }

    private static (string?, SettingPlace, string?) Told(SettingInForce setting) => (setting.Value, setting.Place, setting.WrittenAs);
}
