using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Weir.Storage.Accounts;
using Weir.Storage.Ledger;

namespace Weir.Storage.Model;

/// <summary>
/// Everything Weir keeps. Ledger tables are read here and written by the ledger's writer alone; all other writes go through
/// <see cref="SaveChangesAsync(bool, CancellationToken)"/>, which passes the <see cref="WriteGate"/> and bumps the
/// <see cref="ConfigVersion"/> when something changed that processes cache.
/// </summary>
public sealed class WeirDbContext(DbContextOptions<WeirDbContext> options, WriteGate gate) : IdentityUserContext<User, Guid>(options)
{
    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    public DbSet<Budget> Budgets => Set<Budget>();

    public DbSet<BudgetWindow> BudgetWindows => Set<BudgetWindow>();

    public DbSet<Reservation> Reservations => Set<Reservation>();

    public DbSet<LedgerEntry> LedgerEntries => Set<LedgerEntry>();

    public DbSet<Name> Names => Set<Name>();

    public DbSet<Heartbeat> Heartbeats => Set<Heartbeat>();

    public DbSet<ConfigVersion> ConfigVersions => Set<ConfigVersion>();

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        using var turn = await gate.EnterAsync(cancellationToken);
        if (!ChangesWhatIsCached())
        {
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }

        await using var transaction = await Database.BeginTransactionAsync(cancellationToken);
        var saved = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        await ConfigVersions.ExecuteUpdateAsync(row => row.SetProperty(r => r.Version, r => r.Version + 1), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return saved;
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new NotSupportedException("Save asynchronously: a thread must not block at the write gate.");

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(WeirDbContext).Assembly);
        PlainNames.Apply(builder);
        if (Database.ProviderName == "Microsoft.EntityFrameworkCore.Sqlite")
        {
            SqliteColumns.Apply(builder);
        }
    }

    /// <summary>A session that was merely used again is nothing that another process must hear of at once.</summary>
    private bool ChangesWhatIsCached() => ChangeTracker.Entries().Any(entry =>
        entry.State is EntityState.Added or EntityState.Deleted
        || (entry.State is EntityState.Modified
            && !(entry.Entity is Session && entry.Properties.All(p => !p.IsModified || p.Metadata.Name == nameof(Session.LastSeenAt)))));
}
