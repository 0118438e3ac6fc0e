using Weir.Accounting;
using Weir.IntegrationTests.Accounts;
using Weir.IntegrationTests.Budgets;
using Weir.IntegrationTests.Running;
using Weir.IntegrationTests.Upstreams;
using Weir.Proxy.Metering;
using Weir.TestKit;
using Weir.TestKit.Upstreams;
using Xunit;
using static Weir.IntegrationTests.Accounts.AccountHost;

namespace Weir.IntegrationTests.Prices;

/// <summary>Prices as requests are reckoned by them.</summary>
public sealed class PricesInForceTests
{
    [Fact]
    public async Task Change_OfAPrice_RewritesNoEntryAndHoldsForTheNextRequest()
    {
        await using var upstream = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);
        await BudgetHost.AskModelAsync(weir, ada.Key);
        var one = await weir.AddPriceAsync(new { model = "claude-sonnet-4-5", nano_dollars_per_million = PriceHost.Flat(1) });
        await BudgetHost.AskModelAsync(weir, ada.Key);
        var two = await weir.AddPriceAsync(new { model = "claude-sonnet-4-5", nano_dollars_per_million = PriceHost.Flat(2) });
        await BudgetHost.AskModelAsync(weir, ada.Key);
        Assert.Equal(200, (await weir.Admin.AskAsync("POST", $"/admin/api/prices/{two}/end", new { })).Status);
        await BudgetHost.AskModelAsync(weir, ada.Key);

        var entries = await weir.EntriesAsync();

        var shipped = ShippedPrices.Anthropic.ToBook().Find("anthropic", "claude-sonnet-4-5", TimeProvider.System.GetUtcNow());
        Assert.Equal([shipped.Id.Value, one, two, shipped.Id.Value], entries.Select(entry => entry.PriceId!.Value));
        var tokens = entries[0].Input + entries[0].Output;
        Assert.Equal([tokens * 1_000, tokens * 2_000], entries.GetRange(1, 2).Select(entry => entry.NanoDollars));
        Assert.Equal(entries[0].NanoDollars, entries[3].NanoDollars);
        Assert.Equal("ended", await weir.StateAsync(one));
    }

    [Fact]
    public async Task Price_OfZero_MakesALocalServerFreeAndOnlyThat()
    {
        await using var upstream = new FakeUpstream { Kind = UpstreamKind.OpenAI };
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);
        await weir.AddUpstreamAsync("graphics-card", upstream.Address, "openai_compatible");
        var free = await weir.AddPriceAsync(new { model = "*", upstream = "graphics-card", nano_dollars_per_million = PriceHost.Flat(0) });
        using var client = weir.NewClient();
        var chat = Mount.Named("chat");

        Assert.Equal(200, (await Post.SendAsync(weir.Address, chat.Request(ada.Key, chat.Question(stream: false, model: upstream.Models[0])), Cancellation)).Status);

        var entry = Assert.Single(await weir.EntriesAsync());
        Assert.Equal((free, 0L, false), (entry.PriceId!.Value, entry.NanoDollars, entry.IsPriceUncertain));
        Assert.True(entry.Output > 0);
    }

    [Fact]
    public async Task Ollama_WithoutAPrice_IsFreeAndWithOneIsNot()
    {
        await using var upstream = new FakeUpstream { Kind = UpstreamKind.Ollama };
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        await weir.AddUpstreamAsync("box", upstream.Address, "ollama");
        Assert.Equal(PriceList.OwnMachine.Id.Value, (await weir.InForceAsync("llama3.2", "box")).GetProperty("id").GetGuid());

        var price = await weir.AddPriceAsync(new { model = "llama*", upstream = "box", nano_dollars_per_million = PriceHost.Flat(1) });

        Assert.Equal(price, (await weir.InForceAsync("llama3.2", "box")).GetProperty("id").GetGuid());
        var box = (await weir.UpstreamAsync("box")).GetProperty("id").GetString();
        Assert.Equal(200, (await weir.Admin.AskAsync("PUT", $"/admin/api/upstreams/{box}", new { name = "chest", kind = "ollama", base_url = upstream.Address.ToString() })).Status);
        await Eventually.IsTrueAsync(async () => (await weir.InForceAsync("llama3.2", "chest")).GetProperty("id").GetGuid() == price, Cancellation);
    }

    [Fact]
    public async Task Price_ChangedByAnotherProcess_ArrivesByItself()
    {
        await using var weir = await StartAsync(null, ("ANTHROPIC_API_KEY", "sk-ant-1"));
        var price = await weir.AddPriceAsync(new { model = "m", nano_dollars_per_million = PriceHost.Flat(1) });
        Assert.Equal(price, (await weir.InForceAsync("m")).GetProperty("id").GetGuid());

        await weir.Settings.DataFolder.WriteFromOutsideAsync("UPDATE prices SET ends_at = starts_at + 1");
        await Eventually.IsTrueAsync(async () => (await weir.InForceAsync("m")).GetProperty("is_fallback").GetBoolean(), Cancellation);
    }

    [Fact]
    public async Task Price_OfTheTableThatCannotBeUsed_IsPassedOver()
    {
        await using var weir = await StartAsync(null, ("ANTHROPIC_API_KEY", "sk-ant-1"));
        var good = await weir.AddPriceAsync(new { model = "m", nano_dollars_per_million = PriceHost.Flat(1) });
        await weir.AddPriceAsync(new { model = "n", nano_dollars_per_million = PriceHost.Flat(1) });

        await weir.Settings.DataFolder.WriteFromOutsideAsync("UPDATE prices SET model = 'a*b', upstream = 'x' WHERE model = 'n'");

        await Eventually.IsTrueAsync(async () => (await weir.InForceAsync("n")).GetProperty("is_fallback").GetBoolean(), Cancellation);
        Assert.Equal(good, (await weir.InForceAsync("m")).GetProperty("id").GetGuid());
    }
}
