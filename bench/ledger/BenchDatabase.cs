using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Weir.Accounting;
using Weir.Storage.Ledger;
using Weir.Storage.Model;

namespace Weir.Bench.Ledger;

/// <summary>The schema and the accounts of a run.</summary>
internal static class BenchDatabase
{
    public static async Task MigrateAsync(IBenchEngine engine, CancellationToken cancellationToken)
    {
        await using var services = Services(engine);
        await using var context = await NewContextAsync(services, cancellationToken);
        await context.Database.MigrateAsync(cancellationToken);
    }

    public static async Task AddAccountsAsync(IBenchEngine engine, int count, CancellationToken cancellationToken)
    {
        await using var services = Services(engine);
        await using var context = await NewContextAsync(services, cancellationToken);
        for (var i = 0; i < count; i++)
        {
            // Of one subject id, so that every process finds the two that belong together.
            var subject = UserId.New().Value;
            context.Budgets.Add(new Budget { Id = BudgetId.New().Value, SubjectKind = SubjectKind.User, SubjectId = subject, Cap = 1L << 50 });
            context.Budgets.Add(new Budget { Id = BudgetId.New().Value, SubjectKind = SubjectKind.ApiKey, SubjectId = subject });
        }

        await context.SaveChangesAsync(cancellationToken);
    }

    /// <summary>In the same order in every process.</summary>
    public static async Task<IReadOnlyList<BenchAccount>> ReadAccountsAsync(IBenchEngine engine, CancellationToken cancellationToken)
    {
        await using var services = Services(engine);
        await using var context = await NewContextAsync(services, cancellationToken);
        var budgets = await context.Budgets.AsNoTracking().ToListAsync(cancellationToken);
        return
        [
            .. budgets.GroupBy(budget => budget.SubjectId).OrderBy(group => group.Key).Select(group => new BenchAccount(
                new(group.Key),
                new(group.Single(budget => budget.SubjectKind == SubjectKind.User).Id),
                new(group.Single(budget => budget.SubjectKind == SubjectKind.ApiKey).Id))),
        ];
    }

    private static ServiceProvider Services(IBenchEngine engine)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        engine.AddStorage(services);
        return services.BuildServiceProvider();
    }

    private static Task<WeirDbContext> NewContextAsync(ServiceProvider services, CancellationToken cancellationToken) =>
        services.GetRequiredService<IDbContextFactory<WeirDbContext>>().CreateDbContextAsync(cancellationToken);
}
