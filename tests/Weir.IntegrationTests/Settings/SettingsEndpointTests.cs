using System.Text.Json;
using Weir.IntegrationTests.Accounts;
using Weir.IntegrationTests.Running;
using Xunit;
using static Weir.IntegrationTests.Accounts.AccountHost;

namespace Weir.IntegrationTests.Settings;

public class SettingsEndpointTests
{
    [Fact]
    public async Task Settings_OfARunningWeir_AreListedWithoutSecrets()
    {
        await using var weir = await StartAsync(null, ("Weir__Anthropic__ConnectSeconds", "5"));

        var (status, json) = await weir.Admin.AskAsync("GET", "/admin/api/settings");

        Assert.Equal(200, status);
        var settings = json.GetProperty("settings").EnumerateArray().ToDictionary(setting => setting.GetProperty("key").GetString()!);
        Assert.Equal("environment", settings["Weir__Port"].GetProperty("source").GetString());
        Assert.Equal("0", settings["Weir__Port"].GetProperty("value").GetString());
        Assert.True(settings["Weir__AdminPassword"].GetProperty("is_set").GetBoolean());
        Assert.Equal(JsonValueKind.Null, settings["Weir__AdminPassword"].GetProperty("value").ValueKind);
        Assert.DoesNotContain(WeirHost.AdminPassword, json.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("has no effect", json.GetProperty("remarks")[0].GetString(), StringComparison.Ordinal);
    }
}
