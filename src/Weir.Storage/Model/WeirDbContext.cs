using System.Data;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Storage.Accounts;
using Weir.Storage.Ledger;
using Weir.Storage.Ledger.Corrections;
using Weir.Storage.Ledger.Retention;
using Weir.Storage.Pricing;
using Weir.Storage.RateLimits;
using Weir.Storage.Refusals;
using Weir.Storage.Routing;
using Weir.Storage.Secrets;
using Weir.Storage.StoredStates;

namespace Weir.Storage.Model;

/// <summary>
/// Everything Weir keeps. Ledger tables are read here and written by the ledger's writer alone; all other writes go through
/// <see cref="SaveChangesAsync(bool, CancellationToken)"/>, which passes the <see cref="WriteGate"/> and bumps the
/// <see cref="ConfigVersion"/> when something changed that processes cache.
/// </summary>
public sealed class WeirDbContext(DbContextOptions<WeirDbContext> options, IDatabaseEngine engine, WriteGate gate, ConfigChanges changes)
    : IdentityUserContext<User, Guid>(options)
{
    /// <summary>
    /// How often a transaction is run that others undo. From the second on those of all processes run one after the other, so only
    /// newcomers can undo it again, and each time one of them got done.
    /// </summary>
    private const int MostTurns = 10;

    private bool _isInTurn;

    private bool _hasBumped;

    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    public DbSet<Invite> Invites => Set<Invite>();

    public DbSet<Group> Groups => Set<Group>();

    public DbSet<BudgetTemplate> BudgetTemplates => Set<BudgetTemplate>();

    public DbSet<Budget> Budgets => Set<Budget>();

    public DbSet<BudgetWindow> BudgetWindows => Set<BudgetWindow>();

    public DbSet<Reservation> Reservations => Set<Reservation>();

    public DbSet<LedgerEntry> LedgerEntries => Set<LedgerEntry>();

    public DbSet<Correction> Corrections => Set<Correction>();

    public DbSet<RetentionState> Retention => Set<RetentionState>();

    public DbSet<UsageSum> UsageSums => Set<UsageSum>();

    public DbSet<UsageTotal> UsageTotals => Set<UsageTotal>();

    public DbSet<Name> Names => Set<Name>();

    public DbSet<Heartbeat> Heartbeats => Set<Heartbeat>();

    public DbSet<StoredState> StoredStates => Set<StoredState>();

    public DbSet<StoredUpstream> Upstreams => Set<StoredUpstream>();

    public DbSet<StoredRoute> ModelRoutes => Set<StoredRoute>();

    public DbSet<RingKey> KeyRing => Set<RingKey>();

    public DbSet<StoredPrice> Prices => Set<StoredPrice>();

    public DbSet<RateLimit> RateLimits => Set<RateLimit>();

    public DbSet<StoredRefusal> Refusals => Set<StoredRefusal>();

    public DbSet<RefusalCount> RefusalCounts => Set<RefusalCount>();

    public DbSet<ConfigVersion> ConfigVersions => Set<ConfigVersion>();

    /// <summary>The budget that <see cref="Budget.TotalTokens"/> makes, of every subject of a kind.</summary>
    public IQueryable<Budget> TokenBudgets(SubjectKind kind) => Budgets
        .Where(budget => budget.SubjectKind == kind && budget.IsOwn);

    /// <summary>From the budget windows, which hold the sums of all entries: no history is too long for it.</summary>
    public IQueryable<TokenTotal> TokenTotals(SubjectKind kind) => TokenBudgets(kind).Select(budget => new TokenTotal
    {
        SubjectId = budget.SubjectId,
        Cap = budget.Cap,
        Posted = BudgetWindows.Where(window => window.BudgetId == budget.Id).Sum(window => window.Posted),
    });

    /// <summary>
    /// Runs reads and the writes that depend on them as one transaction, as if no other write were in between. Slow things (hashing a
    /// password, say) are done before: on SQLite the ledger waits at the same gate. On PostgreSQL the work may run again, with the
    /// context as it was before, when another transaction got in between: so it must touch nothing else.
    /// </summary>
    public async Task<T> InTurnAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        var before = new TrackedEntities(ChangeTracker);
        for (var turn = 1; ; turn++)
        {
            try
            {
                return await TakeTurnAsync(work, isFirst: turn == 1, cancellationToken);
            }
            catch (Exception failure) when (turn < MostTurns && engine.IsConflict(failure))
            {
                before.Restore();
            }
        }
    }

    /// <summary>
    /// Begins a transaction that sees the database as it is now, whatever others write meanwhile, and keeps none of them waiting. End it with
    /// <c>ROLLBACK</c>.
    /// </summary>
    public Task BeginSnapshotAsync(CancellationToken cancellationToken) => engine.BeginSnapshotAsync(this, cancellationToken);

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default) =>
        _isInTurn
            ? await SaveInTurnAsync(acceptAllChangesOnSuccess, cancellationToken)
            : await InTurnAsync(() => SaveInTurnAsync(acceptAllChangesOnSuccess, cancellationToken), cancellationToken);

    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new NotSupportedException("Save asynchronously: a thread must not block at the write gate.");

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(WeirDbContext).Assembly);
        PlainNames.Apply(builder);
        engine.MapColumns(builder);
    }

    private async Task<T> TakeTurnAsync<T>(Func<Task<T>> work, bool isFirst, CancellationToken cancellationToken)
    {
        using var turn = await gate.EnterAsync(cancellationToken);
        _isInTurn = true;
        _hasBumped = false;
        try
        {
            await using var transaction = await Database.BeginTransactionAsync(IsolationLevel.Serializable, cancellationToken);
            if (!isFirst)
            {
                await engine.QueueAsync(this, cancellationToken);
            }

            var result = await work();
            await transaction.CommitAsync(cancellationToken);
            return result;
        }
        finally
        {
            _isInTurn = false;
            if (_hasBumped)
            {
                // Also when the commit threw: it may have come through.
                changes.Announce();
            }
        }
    }

    private async Task<int> SaveInTurnAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken)
    {
        var bumps = ChangesWhatIsCached();
        var saved = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        if (bumps)
        {
            _hasBumped = true;
            await ConfigVersions.ExecuteUpdateAsync(row => row.SetProperty(r => r.Version, r => r.Version + 1), cancellationToken);
        }

        return saved;
    }

    /// <summary>
    /// Processes cache credentials that are good: a new session is in no cache, and one that was merely used is still good. Neither invites,
    /// nor whose kept state is, nor what was refused is cached at all.
    /// </summary>
    private bool ChangesWhatIsCached() => ChangeTracker.Entries().Any(entry => entry.Entity switch
    {
        Session => entry.State is EntityState.Deleted || (entry.State is EntityState.Modified && entry.Property(nameof(Session.EndedAt)).IsModified),
        Invite or StoredState or StoredRefusal or RefusalCount => false,
        _ => entry.State is EntityState.Added or EntityState.Deleted or EntityState.Modified,
    });
}
