using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Weir.IntegrationTests.Accounts;
using Weir.IntegrationTests.Running;
using Weir.Storage.Ledger;
using Weir.Storage.Model;
using Xunit;
using static Weir.IntegrationTests.Accounts.AccountHost;

namespace Weir.IntegrationTests.Prices;

/// <summary>What tests of prices do again and again.</summary>
internal static class PriceHost
{
    /// <summary>So many dollars for a million tokens of every class.</summary>
    public static object Flat(long dollars) => new { input = dollars * 1_000_000_000, output = dollars * 1_000_000_000 };

    /// <summary>Makes a price, and returns its id.</summary>
    public static async Task<Guid> AddPriceAsync(this WeirHost weir, object price)
    {
        var (status, json) = await weir.Admin.AskAsync("POST", "/admin/api/prices", price);
        Assert.True(status == 201, $"{status}: {json}");
        return json.GetProperty("id").GetGuid();
    }

    public static async Task<JsonElement> PriceAsync(this WeirHost weir, Guid id) => (await weir.Admin.AskAsync("GET", $"/admin/api/prices/{id}")).Json;

    public static async Task<string?> StateAsync(this WeirHost weir, Guid id) => (await weir.PriceAsync(id)).GetProperty("state").GetString();

    /// <summary>What a request for a model has now.</summary>
    public static async Task<JsonElement> InForceAsync(this WeirHost weir, string model, string upstream = "anthropic")
    {
        var (status, json) = await weir.Admin.AskAsync("GET", $"/admin/api/prices/in-force?upstream={upstream}&model={model}");
        Assert.True(status == 200, $"{status}: {json}");
        return json;
    }

    /// <summary>The price, the cost and the tokens of every entry.</summary>
    public static async Task<List<LedgerEntry>> EntriesAsync(this WeirHost weir)
    {
        await LedgerLines.WhenSettledAsync(weir.Services, Cancellation);
        await using var db = await weir.Services.GetRequiredService<IDbContextFactory<WeirDbContext>>().CreateDbContextAsync(Cancellation);
        return await db.LedgerEntries.AsNoTracking().OrderBy(entry => entry.Id).ToListAsync(Cancellation);
    }
}
