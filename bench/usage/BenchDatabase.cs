using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Weir.Accounting;
using Weir.Storage.Accounts;
using Weir.Storage.Ledger;
using Weir.Storage.Model;
using Weir.Storage.Sqlite;

namespace Weir.Bench.Usage;

/// <summary>One SQLite database, with users that each have the budget every user has, and its window.</summary>
/// <param name="path">The file.</param>
internal sealed class BenchDatabase(string path)
{
    public string Path => path;

    /// <summary>The product's storage on it.</summary>
    public ServiceProvider NewServices() => new ServiceCollection().AddLogging().AddSqliteStorage(path).BuildServiceProvider();

    public async Task MigrateAsync()
    {
        await using var services = NewServices();
        await using var context = await services.GetRequiredService<IDbContextFactory<WeirDbContext>>().CreateDbContextAsync();
        await services.GetRequiredService<IDatabaseEngine>().MigrateAsync(context, CancellationToken.None);
    }

    /// <summary>Adds users until there are so many.</summary>
    /// <returns>All of them, the first user first; each with its budget and its window.</returns>
    public async Task<IReadOnlyList<BenchUser>> AddUsersAsync(int count)
    {
        await using var services = NewServices();
        await using var context = await services.GetRequiredService<IDbContextFactory<WeirDbContext>>().CreateDbContextAsync();
        var now = TimeProvider.System.GetUtcNow();
        for (var i = await context.Users.CountAsync(); i < count; i++)
        {
            var user = new User { Id = UserId.New().Value, UserName = $"user{i}", NormalizedUserName = $"USER{i}", SecurityStamp = "-", CreatedAt = now };
            context.Users.Add(user);
            context.Budgets.Add(Budget.TotalTokens(SubjectKind.User, user.Id, 1L << 60, now));
        }

        await context.SaveChangesAsync();
        var span = WindowSpan.Of(WindowKind.Total, TimeZoneInfo.Utc, now);
        foreach (var budget in await context.TokenBudgets(SubjectKind.User).Where(budget => !context.BudgetWindows.Any(window => window.BudgetId == budget.Id)).ToListAsync())
        {
            context.BudgetWindows.Add(new BudgetWindow { BudgetId = budget.Id, StartsAt = span.Start, EndsAt = span.End });
        }

        await context.SaveChangesAsync();
        return await (
            from budget in context.TokenBudgets(SubjectKind.User)
            join window in context.BudgetWindows on budget.Id equals window.BudgetId
            orderby budget.CreatedAt, budget.Id
            select new BenchUser(budget.SubjectId, budget.Id, window.Id)).ToListAsync();
    }
}
