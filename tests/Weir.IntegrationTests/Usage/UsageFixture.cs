using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Weir.Accounting;
using Weir.IntegrationTests.Running;
using Weir.Proxy.Metering;
using Weir.Storage.Model;
using Xunit;

namespace Weir.IntegrationTests.Usage;

/// <summary>One host for all tests of usage; each has a user of its own.</summary>
public sealed class UsageFixture : IAsyncLifetime
{
    internal WeirHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await WeirHost.StartAsync(null, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    /// <summary>Has an attempt of a user end with this usage, as the data plane would.</summary>
    internal async Task UseAsync(Account account, string upstream, string model, Accounting.Usage usage, bool isVoid = false)
    {
        var ledger = Host.Services.GetRequiredService<ILedger>();
        var request = new ReserveRequest
        {
            Attempt = AttemptId.New(),
            Exchange = ExchangeId.New(),
            User = new(account.Id),
            Upstream = upstream,
            Model = model,
            Budgets = [await BudgetAsync(account.Id)],
            AdmittedAt = TimeProvider.System.GetUtcNow(),
            Demand = Demand.OfTokens(usage.TotalInput),
            AskedOutput = usage.Output,
            Floor = 0,
            TokensPerSecond = 300,
            Patience = TimeSpan.Zero,
        };
        Assert.IsType<ReserveResult.Granted>(await ledger.ReserveAsync(request, null, TestContext.Current.CancellationToken));
        await ledger.SettleAsync(new()
        {
            Attempt = request.Attempt,
            Kind = isVoid ? LedgerEntryKind.Voided : LedgerEntryKind.Posted,
            Usage = isVoid ? default : usage,
            Source = UsageSource.Reported,
            Outcome = AttemptOutcome.Completed,
            EndedAt = TimeProvider.System.GetUtcNow(),
        });
    }

    private async Task<BudgetId> BudgetAsync(Guid user)
    {
        await using var scope = Host.Services.CreateAsyncScope();
        var budget = await scope.ServiceProvider.GetRequiredService<WeirDbContext>().Budgets
            .SingleAsync(row => row.SubjectKind == SubjectKind.User && row.SubjectId == user, TestContext.Current.CancellationToken);
        return new(budget.Id);
    }
}
