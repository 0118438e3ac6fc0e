using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Weir.IntegrationTests.Running;
using Weir.Ledger;
using Weir.Storage.Model;
using Xunit;

namespace Weir.IntegrationTests.Ledger;

public sealed class LedgerCommandsTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Verify_WhileWeirServes_SaysCleanOrNamesTheFaults()
    {
        await using var host = await WeirHost.StartAsync(null, CancellationToken);
        var path = Path.Combine(host.DataFolder, "weir.db");

        var (clean, said, _) = await VerifyAsync(path);
        await using (var scope = host.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<WeirDbContext>().Database.ExecuteSqlRawAsync(
                "INSERT INTO budget_windows (budget_id, starts_at, posted, pending) SELECT id, 0, 5, 0 FROM budgets LIMIT 1", CancellationToken);
        }

        var (faulty, _, complaint) = await VerifyAsync(path);

        Assert.Equal((0, 1), (clean, faulty));
        Assert.Contains("The ledger is clean", said, StringComparison.Ordinal);
        Assert.Contains("holds 5 posted tokens; its entries add up to 0", complaint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_NoDatabase_SaysWhereItLooked()
    {
        var (code, _, complaint) = await VerifyAsync("/nowhere/weir.db");

        Assert.Equal(1, code);
        Assert.Contains("There is no database at /nowhere/weir.db", complaint, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Error)> VerifyAsync(string path)
    {
        await using StringWriter output = new(), error = new();
        var code = await LedgerCommands.VerifyAsync(path, output, error, CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
