using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Weir.IntegrationTests.Accounts;
using Weir.IntegrationTests.Running;
using Weir.Storage.Ledger.Verification;
using Weir.Storage.Model;
using Weir.TestKit.Wire;
using Xunit;

namespace Weir.IntegrationTests.Budgets;

/// <summary>What tests of budgets do again and again.</summary>
internal static class BudgetHost
{
    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Adds a budget, and returns its id.</summary>
    public static async Task<Guid> AddBudgetAsync(this WeirHost weir, object budget)
    {
        var (status, json) = await weir.Admin.AskAsync("POST", "/admin/api/budgets", budget);
        Assert.True(status == 201, $"{status}: {json}");
        return json.GetProperty("id").GetGuid();
    }

    public static async Task<JsonElement> BudgetAsync(this WeirHost weir, Guid id) => (await weir.Admin.AskAsync("GET", $"/admin/api/budgets/{id}")).Json;

    /// <summary>A small question by the native mount.</summary>
    public static Task<RawAnswer> AskModelAsync(this WeirHost weir, string key, string model = "claude-sonnet-4-5") =>
        Post.SendAsync(weir.Address, Post.Messages(key, Post.Question(stream: false, 100, model)), Cancellation);

    /// <summary>The same by Weir's own API, whose refusals are flat.</summary>
    public static async Task<(int Status, JsonElement Json)> AskOwnAsync(this WeirHost weir, string key)
    {
        using var client = weir.NewClient();
        return await client.AskAsync("POST", "/api/inference/anthropic/messages", Post.Question(stream: false), ("x-api-key", key));
    }

    public static async Task HoldsItsInvariantsAsync(this WeirHost weir)
    {
        await LedgerLines.WhenSettledAsync(weir.Services, Cancellation);
        var report = await new LedgerVerifier(weir.Services.GetRequiredService<IDbContextFactory<WeirDbContext>>()).VerifyAsync(Cancellation);
        Assert.Empty(report.Faults);
    }
}
