using System.Text.Json;
using Weir.Accounting;
using Weir.IntegrationTests.Accounts;
using Xunit;
using static Weir.IntegrationTests.Accounts.AccountHost;

namespace Weir.IntegrationTests.Prices;

public sealed class PriceEndpointsTests
{
    [Fact]
    public async Task List_WithoutAnyOwn_IsTheShippedTableWithItsSourceAndDate()
    {
        await using var weir = await StartAsync();

        var list = (await weir.Admin.AskAsync("GET", "/admin/api/prices")).Json;

        Assert.Equal((ShippedPrices.Anthropic.Source, "2026-11-24"), (list.GetProperty("source").GetString(), list.GetProperty("date").GetString()));
        Assert.Equal(ShippedPrices.Anthropic.Notes, list.GetProperty("notes").EnumerateArray().Select(note => note.GetString()!));
        Assert.Equal((0, JsonValueKind.Null), (list.GetProperty("prices").GetArrayLength(), list.GetProperty("next").ValueKind));
        Assert.Equal(15_000_000_000, list.GetProperty("fallback").GetProperty("nano_dollars_per_million").GetProperty("input").GetInt64());
        var shipped = list.GetProperty("shipped").EnumerateArray().ToList();
        Assert.Equal(ShippedPrices.Anthropic.Prices.Select(price => price.Id.Value), shipped.Select(price => price.GetProperty("id").GetGuid()));
        var sonnets = shipped.FindAll(price => price.GetProperty("name").GetString() == "Claude Sonnet 5.5");
        Assert.Equal(["ended", "in_force"], sonnets.Select(price => price.GetProperty("state").GetString()!));
        Assert.Equal(sonnets[0].GetProperty("ends_at").GetDateTimeOffset(), sonnets[1].GetProperty("starts_at").GetDateTimeOffset());
        Assert.Equal(2_500_000_000, sonnets[1].GetProperty("nano_dollars_per_million").GetProperty("cache_write_5m").GetInt64());
        Assert.All(list.GetProperty("shipped").EnumerateArray(), price => Assert.Equal("shipped", price.GetProperty("source").GetString()));
    }

    [Fact]
    public async Task Price_Made_OverridesTheShippedAndEndedNoLonger()
    {
        await using var weir = await StartAsync(null, ("ANTHROPIC_API_KEY", "sk-ant-1"));
        var shipped = await weir.InForceAsync("claude-opus-5-5");
        Assert.Equal("shipped", shipped.GetProperty("source").GetString());

        var made = await weir.AddPriceAsync(new
        {
            model = "claude-opus-*",
            name = "our contract",
            nano_dollars_per_million = new { input = 3_000_000_000, cache_read = 300_000_000, output = 15_000_000_000 },
            speed = new { permille = new { fast = 2_500 } },
            inference_geo = new { permille = new { us = 1_100 }, silent = 1_100 },
            long_context = new { over = 200_000, input_permille = 2_000, output_permille = 1_500 },
            nano_dollars_per_tool_request = new { web_search = 8_000_000 },
        });

        var own = await weir.InForceAsync("claude-opus-5-5");
        Assert.Equal((made, "our contract", "in_force"), (own.GetProperty("id").GetGuid(), own.GetProperty("name").GetString(), own.GetProperty("state").GetString()));
        Assert.Equal("""{"input":3000000000,"cache_read":300000000,"cache_write_5m":3000000000,"cache_write_1h":3000000000,"output":15000000000}""", own.GetProperty("nano_dollars_per_million").GetRawText());
        Assert.Equal("""{"permille":{"us":1100},"silent":1100}""", own.GetProperty("inference_geo").GetRawText());
        Assert.Equal("""{"over":200000,"input_permille":2000,"output_permille":1500}""", own.GetProperty("long_context").GetRawText());
        Assert.Equal("overridden", await weir.StateAsync(shipped.GetProperty("id").GetGuid()));
        Assert.Equal("in_force", await weir.StateAsync((await weir.InForceAsync("claude-haiku-4-5")).GetProperty("id").GetGuid()));

        var ended = await weir.Admin.AskAsync("POST", $"/admin/api/prices/{made}/end", new { });
        Assert.Equal((200, "ended"), (ended.Status, ended.Json.GetProperty("state").GetString()));
        Assert.Equal(shipped.GetProperty("id").GetGuid(), (await weir.InForceAsync("claude-opus-5-5")).GetProperty("id").GetGuid());
        Assert.Equal("in_force", await weir.StateAsync(shipped.GetProperty("id").GetGuid()));
        Assert.Equal(409, (await weir.Admin.AskAsync("POST", $"/admin/api/prices/{made}/end", new { })).Status);
        Assert.Equal(409, (await weir.Admin.AskAsync("DELETE", $"/admin/api/prices/{made}")).Status);
        Assert.Equal("ended", await weir.StateAsync(made));
    }

    [Fact]
    public async Task Versions_PlannedBetweenOthers_FollowEachOther()
    {
        var clock = NewClock();
        await using var weir = await StartAsync(clock, ("ANTHROPIC_API_KEY", "sk-ant-1"));
        var (noon, night) = (clock.GetUtcNow().AddMinutes(3), clock.GetUtcNow().AddMinutes(6));
        var first = await weir.AddPriceAsync(new { model = "m", nano_dollars_per_million = PriceHost.Flat(1) });
        var third = await weir.AddPriceAsync(new { model = "m", starts_at = night, nano_dollars_per_million = PriceHost.Flat(3) });
        var second = await weir.AddPriceAsync(new { model = "m:latest", starts_at = noon, nano_dollars_per_million = PriceHost.Flat(2) });
        var withdrawn = await weir.AddPriceAsync(new { model = "m", starts_at = noon.AddMinutes(1), nano_dollars_per_million = PriceHost.Flat(9) });
        Assert.Equal(409, (await weir.Admin.AskAsync("POST", "/admin/api/prices", new { model = "m", starts_at = noon, nano_dollars_per_million = PriceHost.Flat(2) })).Status);
        Assert.Equal(409, (await weir.Admin.AskAsync("POST", $"/admin/api/prices/{withdrawn}/end", new { })).Status);
        Assert.Equal(200, (await weir.Admin.AskAsync("DELETE", $"/admin/api/prices/{withdrawn}")).Status);
        Assert.Equal(404, (await weir.Admin.AskAsync("GET", $"/admin/api/prices/{withdrawn}")).Status);

        foreach (var inForce in new[] { first, second, third })
        {
            Assert.Equal(inForce, (await weir.InForceAsync("m")).GetProperty("id").GetGuid());
            clock.Advance(TimeSpan.FromMinutes(3));
        }

        Assert.Equal(["ended", "ended", "in_force"], [await weir.StateAsync(first), await weir.StateAsync(second), await weir.StateAsync(third)]);
        Assert.Equal(200, (await weir.Admin.AskAsync("POST", $"/admin/api/prices/{third}/end", new { ends_at = clock.GetUtcNow().AddMinutes(3) })).Status);
        Assert.Equal(third, (await weir.InForceAsync("m")).GetProperty("id").GetGuid());
        clock.Advance(TimeSpan.FromMinutes(3));
        Assert.True((await weir.InForceAsync("m")).GetProperty("is_fallback").GetBoolean());
    }

    [Fact]
    public async Task Fallback_OfOnesOwn_IsThePriceOfWhatHasNone()
    {
        await using var weir = await StartAsync(null, ("ANTHROPIC_API_KEY", "sk-ant-1"));
        var zero = await weir.Admin.AskAsync("POST", "/admin/api/prices", new { is_fallback = true, nano_dollars_per_million = PriceHost.Flat(0) });
        Assert.Equal((400, "The price of models that have none must not be 0 in any class: what is not known would be free."), (zero.Status, zero.Error()));

        var own = await weir.AddPriceAsync(new { is_fallback = 1, nano_dollars_per_million = PriceHost.Flat(7) });

        Assert.Equal(own, (await weir.InForceAsync("never-heard-of")).GetProperty("id").GetGuid());
        Assert.NotEqual(own, (await weir.InForceAsync("claude-opus-5-5")).GetProperty("id").GetGuid());
        Assert.Equal(own, (await weir.Admin.AskAsync("GET", "/admin/api/prices")).Json.GetProperty("fallback").GetProperty("id").GetGuid());
        Assert.Equal("overridden", await weir.StateAsync(ShippedPrices.Anthropic.Fallback.Id.Value));
    }

    [Fact]
    public async Task List_OfMany_IsTurnedPageByPage()
    {
        await using var weir = await StartAsync();
        var made = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            made.Insert(0, await weir.AddPriceAsync(new { model = i == 4 ? "other" : "m", starts_at = TimeProvider.System.GetUtcNow().AddDays(i + 1), nano_dollars_per_million = PriceHost.Flat(i + 1) }));
        }

        var first = (await weir.Admin.AskAsync("GET", "/admin/api/prices?limit=3")).Json;
        var rest = (await weir.Admin.AskAsync("GET", $"/admin/api/prices?limit=3&before={first.GetProperty("next").GetString()}")).Json;

        Assert.Equal(made, Ids(first).Concat(Ids(rest)));
        Assert.Equal(JsonValueKind.Null, rest.GetProperty("next").ValueKind);
        Assert.Equal(made[1..], Ids((await weir.Admin.AskAsync("GET", "/admin/api/prices?model=m:latest")).Json));
        Assert.Equal(400, (await weir.Admin.AskAsync("GET", "/admin/api/prices?limit=0")).Status);
    }

    [Theory]
    [InlineData("""{}""", "\"model\" is missing or wrong: write a model's name, or the beginning of one and a star, for example claude-*; a star can stand at the end alone. \"nano_dollars_per_million\" is missing or wrong: write at least {\"input\":3000000000,\"output\":15000000000}, which is $3 and $15 for a million tokens.")]
    [InlineData("""{"model":"m","nano_dollars_per_million":{"input":3,"output":15}}""", "\"nano_dollars_per_million\" is missing or wrong: a million tokens for less than a millionth of a dollar is a slip: $3 is 3000000000, and what is free is 0.")]
    [InlineData("""{"model":"m","nano_dollars_per_million":{"input":-3,"output":0}}""", "A rate or a fee is negative, or a fee is above 1000 dollars.")]
    [InlineData("""{"model":"m","nano_dollars_per_million":{"input":1000000000001,"output":0}}""", "With all multipliers a million tokens cost more than 1000 dollars.")]
    [InlineData("""{"model":"m","nano_dollars_per_million":{"input":3000000000.5,"output":0}}""", "\"nano_dollars_per_million\" must be whole nano-dollars for a million tokens, as in {\"input\":3000000000,\"output\":15000000000}.")]
    [InlineData("""{"model":"m","nano_dollars_per_million":{"input":0,"output":0},"speed":{"permille":{"fast":-1}}}""", "speed: fast has a multiplier of -1 ‰. It must be from 0 to 100000; 1000 leaves the price as it is.")]
    [InlineData("""{"model":"m","nano_dollars_per_million":{"input":0,"output":0},"speed":2}""", "\"speed\" must be multipliers in permille, as in {\"permille\":{\"fast\":2000},\"silent\":1000}.")]
    [InlineData("""{"model":"m","nano_dollars_per_million":{"input":0,"output":0},"long_context":{"over":1}}""", "\"long_context\" is missing or wrong: write {\"over\":200000,\"input_permille\":2000,\"output_permille\":1500}, or null.")]
    [InlineData("""{"model":"m","nano_dollars_per_million":{"input":0,"output":0},"nano_dollars_per_tool_request":{"":1}}""", "\"nano_dollars_per_tool_request\" can name at most 50 values, each of 1 to 100 characters.")]
    [InlineData("""{"model":"m","upstream":"nowhere","nano_dollars_per_million":{"input":0,"output":0}}""", "\"upstream\" names no upstream: GET /admin/api/upstreams lists them.")]
    [InlineData("""{"model":"m","is_fallback":true,"nano_dollars_per_million":{"input":1000,"output":1000}}""", "A fallback is for every model that has no price: leave \"model\" and \"upstream\" out.")]
    [InlineData("""{"model":"m","starts_at":"2026-01-01T00:00:00Z","nano_dollars_per_million":{"input":0,"output":0}}""", "\"starts_at\" is past, and what was used is paid: write an instant that is still to come, or null for now.")]
    public async Task Price_ThatCannotBe_IsRefusedWithWhatWould(string body, string error)
    {
        await using var weir = await StartAsync();

        var answer = await weir.Admin.AskAsync("POST", "/admin/api/prices", body);

        Assert.Equal((400, error), (answer.Status, answer.Error()));
    }

    [Fact]
    public async Task Shipped_Price_CanNeitherBeEndedNorDeleted()
    {
        await using var weir = await StartAsync();
        var path = $"/admin/api/prices/{ShippedPrices.Anthropic.Prices[0].Id.Value}";

        Assert.Equal(404, (await weir.Admin.AskAsync("POST", $"{path}/end", new { })).Status);
        Assert.Equal(404, (await weir.Admin.AskAsync("DELETE", path)).Status);
        Assert.Equal(200, (await weir.Admin.AskAsync("GET", path)).Status);
    }

    private static IEnumerable<Guid> Ids(JsonElement list) => list.GetProperty("prices").EnumerateArray().Select(price => price.GetProperty("id").GetGuid());
}
