using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Weir.IntegrationTests.Running;
using Weir.Ledger;
using Weir.Settings;
using Weir.Storage.Model;
using Weir.Storage.Steps;
using Xunit;

namespace Weir.IntegrationTests.Ledger;

public class LedgerCommandsTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Verify_WhileWeirServes_SaysCleanOrNamesTheFaults()
    {
        await using var host = await WeirHost.StartAsync(null, CancellationToken);

        var (clean, said, _) = await VerifyAsync(host.Settings);
        await using (var scope = host.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<WeirDbContext>();
            var budget = await db.Budgets.FirstAsync(CancellationToken);
            db.BudgetWindows.Add(new() { BudgetId = budget.Id, StartsAt = DateTimeOffset.UnixEpoch, Posted = 5 });
            await db.SaveChangesAsync(CancellationToken);
        }

        var (faulty, _, complaint) = await VerifyAsync(host.Settings);

        Assert.Equal((0, 1), (clean, faulty));
        Assert.Contains("The ledger is clean", said, StringComparison.Ordinal);
        Assert.Contains("holds 5 posted tokens; its entries add up to 0", complaint, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Error)> VerifyAsync(WeirSettings settings)
    {
        await using StringWriter output = new(), error = new();
        var code = await LedgerCommands.TellAsync(await LedgerCommands.VerifyAsync(settings, NobodyWatches.Instance, CancellationToken), output, error);
        return (code, output.ToString(), error.ToString());
    }
}
