using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Weir.Health;
using Weir.IntegrationTests.Accounts;
using Weir.IntegrationTests.Running;
using Weir.Storage.Ledger.Verification;
using Weir.Storage.Model;
using Xunit;
using static Weir.IntegrationTests.Accounts.AccountHost;

namespace Weir.IntegrationTests.Health;

public class HealthEndpointsTests
{
    private const string Verify = "/admin/api/health/verify";

    [Fact]
    public async Task Health_OfARunningWeir_TellsStoreProcessAndItself()
    {
        await using var weir = await StartAsync();

        var (status, json) = await weir.Admin.AskAsync("GET", "/admin/api/health");

        Assert.Equal(200, status);
        Assert.Equal("ready", json.GetProperty("status").GetString());
        var store = json.GetProperty("store");
        Assert.Equal(OnPostgresAttribute.IsSet ? "postgresql" : "sqlite", store.GetProperty("kind").GetString());
        Assert.Matches(@"^\d+\.\d+", store.GetProperty("version").GetString());
        Assert.True(store.GetProperty("size_bytes").GetInt64() > 10_000);
        Assert.True(store.GetProperty("is_writable").GetBoolean());
        Assert.True(store.GetProperty("answer_milliseconds").GetDouble() > 0);
        Assert.Equal(OnPostgresAttribute.IsSet, json.GetProperty("disk").ValueKind == JsonValueKind.Null);
        if (!OnPostgresAttribute.IsSet)
        {
            Assert.True(json.GetProperty("disk").GetProperty("free_bytes").GetInt64() > 0);
        }

        var replica = json.GetProperty("replicas").EnumerateArray().Single(replica => replica.GetProperty("is_this").GetBoolean());
        Assert.True((TimeProvider.System.GetUtcNow() - replica.GetProperty("started_at").GetDateTimeOffset()).Duration() < TimeSpan.FromMinutes(5));
        Assert.Equal(0, json.GetProperty("open_attempts").GetInt32());
        Assert.Equal("never", json.GetProperty("ledger_check").GetProperty("state").GetString());
    }

    [Fact]
    public async Task Verify_WithASumThatIsWrong_NamesIt()
    {
        await using var weir = await StartAsync();
        await using (var scope = weir.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<WeirDbContext>();
            var budget = await db.Budgets.FirstAsync(Cancellation);
            db.BudgetWindows.Add(new() { BudgetId = budget.Id, StartsAt = DateTimeOffset.UnixEpoch, Posted = 5 });
            await db.SaveChangesAsync(Cancellation);
        }

        var (started, _) = await weir.Admin.AskAsync("POST", Verify);
        var result = await EndAsync(weir);

        Assert.Equal(202, started);
        Assert.Equal("done", result.GetProperty("state").GetString());
        Assert.False(result.GetProperty("is_clean").GetBoolean());
        Assert.Contains("holds 5 posted tokens", result.GetProperty("faults")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_WhileOneRuns_IsRefusedAndTheOneCanBeCancelled()
    {
        await using var weir = await WeirHost.StartAsync(null, Cancellation, services => services.AddSingleton(new LedgerVerifier(new HeldContexts())));

        var (first, _) = await weir.Admin.AskAsync("POST", Verify);
        var (second, refusal) = await weir.Admin.AskAsync("POST", Verify);
        var (cancelled, _) = await weir.Admin.AskAsync("DELETE", Verify);
        var result = await EndAsync(weir);
        var (tooLate, _) = await weir.Admin.AskAsync("DELETE", Verify);

        Assert.Equal((202, 409, 200, 409), (first, second, cancelled, tooLate));
        Assert.Contains("already", refusal.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal("cancelled", result.GetProperty("state").GetString());
    }

    [Fact]
    public void CheckRun_WhileItIsWorkedOn_TellsHowFarItIs()
    {
        using var run = new LedgerCheckRun(DateTimeOffset.UnixEpoch);

        run.Begin("Adding up entries", 3_000);
        run.Advance(1_000);
        run.Advance(1_000);

        Assert.Equal(("running", "Adding up entries", 2_000L, 3_000L), (run.Answer.State, run.Answer.Step, run.Answer.Done, run.Answer.Total));
    }

    private static async Task<JsonElement> EndAsync(WeirHost weir)
    {
        while (true)
        {
            var (_, json) = await weir.Admin.AskAsync("GET", Verify);
            if (json.GetProperty("state").GetString() != "running")
            {
                return json;
            }

            await Task.Yield();
        }
    }
}
