using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
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

/// <summary>How the entities lie in tables, where the conventions don't already say it.</summary>
internal sealed class TableConfigurations :
    IEntityTypeConfiguration<User>,
    IEntityTypeConfiguration<Session>,
    IEntityTypeConfiguration<ApiKey>,
    IEntityTypeConfiguration<Invite>,
    IEntityTypeConfiguration<Group>,
    IEntityTypeConfiguration<Budget>,
    IEntityTypeConfiguration<BudgetTemplate>,
    IEntityTypeConfiguration<BudgetWindow>,
    IEntityTypeConfiguration<Reservation>,
    IEntityTypeConfiguration<LedgerEntry>,
    IEntityTypeConfiguration<Correction>,
    IEntityTypeConfiguration<RetentionState>,
    IEntityTypeConfiguration<UsageSum>,
    IEntityTypeConfiguration<UsageTotal>,
    IEntityTypeConfiguration<Name>,
    IEntityTypeConfiguration<Heartbeat>,
    IEntityTypeConfiguration<StoredState>,
    IEntityTypeConfiguration<StoredUpstream>,
    IEntityTypeConfiguration<RingKey>,
    IEntityTypeConfiguration<StoredRoute>,
    IEntityTypeConfiguration<StoredPrice>,
    IEntityTypeConfiguration<RateLimit>,
    IEntityTypeConfiguration<StoredRefusal>,
    IEntityTypeConfiguration<RefusalCount>,
    IEntityTypeConfiguration<ConfigVersion>
{
    public void Configure(EntityTypeBuilder<User> builder)
    {
        builder.ToTable("users");
        builder.Property(user => user.Id).ValueGeneratedNever();
        // No foreign key: SQLite would have to write the whole table anew for it. Deleting a group frees its members.
        builder.HasIndex(user => user.GroupId);
    }

    public void Configure(EntityTypeBuilder<Session> builder)
    {
        builder.ToTable("sessions");
        builder.Property(session => session.Id).ValueGeneratedNever();
        builder.HasIndex(session => session.Hash).IsUnique();
        builder.HasOne(session => session.User).WithMany().HasForeignKey(session => session.UserId);
    }

    public void Configure(EntityTypeBuilder<ApiKey> builder)
    {
        builder.ToTable("api_keys");
        builder.Property(key => key.Id).ValueGeneratedNever();
        builder.Property(key => key.Name).HasMaxLength(200);
        builder.HasOne(key => key.User).WithMany().HasForeignKey(key => key.UserId);
    }

    public void Configure(EntityTypeBuilder<Invite> builder)
    {
        builder.ToTable("invites");
        builder.Property(invite => invite.Id).ValueGeneratedNever();
        builder.Property(invite => invite.Note).HasMaxLength(Invite.LongestNote);
        builder.Property(invite => invite.Budgets).HasConversion(BudgetDraftColumn.Converter, BudgetDraftColumn.Comparer);
        builder.HasIndex(invite => invite.Hash).IsUnique();
        builder.HasIndex(invite => invite.ResetsUserId);
        // No foreign keys: who made it and who used it are told by their ids also when they have left.
    }

    public void Configure(EntityTypeBuilder<Group> builder)
    {
        builder.ToTable("groups");
        builder.Property(group => group.Id).ValueGeneratedNever();
        builder.Property(group => group.Name).HasMaxLength(Group.LongestName);
        builder.HasIndex(group => group.Name).IsUnique();
    }

    public void Configure(EntityTypeBuilder<BudgetTemplate> builder)
    {
        builder.ToTable("budget_templates");
        builder.Property(template => template.Id).ValueGeneratedNever();
        builder.Property(template => template.Name).HasMaxLength(200);
    }

    public void Configure(EntityTypeBuilder<Budget> builder)
    {
        builder.ToTable("budgets");
        builder.Property(budget => budget.Id).ValueGeneratedNever();
        builder.Property(budget => budget.Name).HasMaxLength(200);
        builder.HasIndex(budget => new { budget.SubjectKind, budget.SubjectId });
    }

    public void Configure(EntityTypeBuilder<BudgetWindow> builder)
    {
        builder.ToTable("budget_windows");
        builder.HasIndex(window => new { window.BudgetId, window.StartsAt }).IsUnique();
        builder.HasOne(window => window.Budget).WithMany().HasForeignKey(window => window.BudgetId);
    }

    public void Configure(EntityTypeBuilder<Reservation> builder)
    {
        builder.ToTable("reservations");
        builder.Property(reservation => reservation.Id).ValueGeneratedNever();
        builder.Ignore(reservation => reservation.Weight);
    }

    public void Configure(EntityTypeBuilder<LedgerEntry> builder)
    {
        builder.ToTable("token_usage");
        builder.Ignore(entry => entry.Weight);
        builder.Ignore(entry => entry.Pace);
        // Whoever writes rows without knowing of it writes right ones.
        builder.Property(entry => entry.IsStreamed).HasDefaultValue(false).ValueGeneratedNever();
        // An attempt is posted or voided once: the database holds it too.
        builder.HasIndex(entry => entry.AttemptId).IsUnique().HasFilter("kind < 2");
        builder.HasIndex(entry => entry.AttemptId, "ix_token_usage_further").HasFilter("kind > 1");
        builder.HasIndex(entry => new { entry.UserId, entry.Id });
        // No foreign keys: EF would index each, and every entry would pay for looking them up.
    }

    public void Configure(EntityTypeBuilder<Correction> builder)
    {
        builder.ToTable("corrections");
        builder.HasKey(correction => correction.EntryId);
        builder.Property(correction => correction.EntryId).ValueGeneratedNever();
        builder.Property(correction => correction.Reason).HasMaxLength(Correction.LongestReason);
        // No foreign key: it outlasts the entry.
    }

    public void Configure(EntityTypeBuilder<RetentionState> builder)
    {
        builder.ToTable("retention");
        builder.Property(state => state.Id).ValueGeneratedNever();
        builder.HasData(new RetentionState { Id = 1 });
    }

    public void Configure(EntityTypeBuilder<UsageSum> builder)
    {
        builder.ToTable("usage_sums");
        builder.Ignore(sum => sum.Pace);
        foreach (var figure in new[] { nameof(UsageSum.FirstBytes), nameof(UsageSum.FirstByteMicroseconds), nameof(UsageSum.StreamedMicroseconds), nameof(UsageSum.StreamedOutput) })
        {
            builder.Property<long>(figure).HasDefaultValue(0L).ValueGeneratedNever();
        }

        builder.HasKey(sum => new { sum.StartsAt, sum.UserId, sum.UpstreamId, sum.ModelId });
        builder.HasIndex(sum => new { sum.UserId, sum.StartsAt });
    }

    public void Configure(EntityTypeBuilder<UsageTotal> builder)
    {
        builder.ToTable("usage_totals");
        builder.Ignore(total => total.Pace);
        builder.HasKey(total => new { total.Kind, total.StartsAt, total.SubjectId, total.UpstreamId, total.ModelId });
    }

    public void Configure(EntityTypeBuilder<Name> builder)
    {
        builder.ToTable("names");
        builder.HasIndex(name => name.Text).IsUnique();
    }

    public void Configure(EntityTypeBuilder<Heartbeat> builder)
    {
        builder.ToTable("heartbeats");
        builder.HasKey(beat => beat.ReplicaId);
        builder.Property(beat => beat.ReplicaId).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<StoredState> builder)
    {
        builder.ToTable("stored_states");
        builder.HasKey(state => new { state.Hash, state.UserId });
        builder.Property(state => state.Upstream).HasMaxLength(200);
        builder.HasIndex(state => state.CreatedAt);
    }

    public void Configure(EntityTypeBuilder<StoredUpstream> builder)
    {
        builder.ToTable("upstreams");
        builder.Property(upstream => upstream.Id).ValueGeneratedNever();
        builder.HasIndex(upstream => upstream.Name).IsUnique();
    }

    public void Configure(EntityTypeBuilder<StoredRoute> builder)
    {
        builder.ToTable("model_routes");
        builder.Property(route => route.Id).ValueGeneratedNever();
        builder.HasIndex(route => route.Pattern).IsUnique();
        builder.Property(route => route.Targets).HasConversion(TargetColumn.Converter, TargetColumn.Comparer);
    }

    public void Configure(EntityTypeBuilder<RingKey> builder)
    {
        builder.ToTable("key_ring");
        builder.HasKey(key => key.Name);
        builder.Property(key => key.Name).HasMaxLength(200);
    }

    public void Configure(EntityTypeBuilder<StoredPrice> builder)
    {
        builder.ToTable("prices");
        builder.Property(price => price.Id).ValueGeneratedNever();
        builder.Property(price => price.Name).HasMaxLength(StoredPrice.LongestName);
        builder.HasIndex(price => price.Version).IsUnique();
        builder.Property(price => price.Terms).HasConversion(TermsColumn.Converter, TermsColumn.Comparer);
    }

    public void Configure(EntityTypeBuilder<RateLimit> builder)
    {
        builder.ToTable("rate_limits");
        builder.Property(limit => limit.Id).ValueGeneratedNever();
        builder.HasIndex(limit => new { limit.SubjectKind, limit.SubjectId }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<StoredRefusal> builder)
    {
        builder.ToTable("refusals");
        builder.Property(refusal => refusal.Model).HasMaxLength(StoredRefusal.LongestModel);
        builder.Property(refusal => refusal.Message).HasMaxLength(StoredRefusal.LongestMessage);
        builder.HasIndex(refusal => new { refusal.UserId, refusal.Id });
    }

    public void Configure(EntityTypeBuilder<RefusalCount> builder)
    {
        builder.ToTable("refusal_counts");
        builder.HasKey(count => new { count.StartsAt, count.UserId, count.Reason });
        builder.HasIndex(count => new { count.UserId, count.StartsAt });
    }

    public void Configure(EntityTypeBuilder<ConfigVersion> builder)
    {
        builder.ToTable("config_version");
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.HasData(new ConfigVersion { Id = 1, Version = 1 });
    }
}
