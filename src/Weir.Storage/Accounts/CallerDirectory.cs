using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Proxy.Admission.Rates;
using Weir.Proxy.Identity;
using Weir.Storage.Model;

namespace Weir.Storage.Accounts;

/// <summary>Knows who is behind a session or an API key, from memory when it was asked before and nothing changed since.</summary>
internal sealed class CallerDirectory(
    IDbContextFactory<WeirDbContext> contexts,
    ConfigChanges changes,
    SessionActivity activity,
    AccountsSettings settings,
    TimeProvider time) : ICallerDirectory
{
    private CallerCache _cache = new(changes.Count);

    public ValueTask<CallerLookup> FindAsync(Credential credential, CancellationToken cancellationToken)
    {
        if (credential.Secret.Length > CredentialHash.LongestSecret)
        {
            return new(CallerLookup.Unknown);
        }

        var cache = Current();
        var hash = CredentialHash.Of(credential);
        return cache.Find(hash) is { } known
            ? new(Admit(known))
            : new(RequestPatience.AskAsync(limited => LoadAsync(credential, hash, cache, limited), cancellationToken));
    }

    private CallerCache Current()
    {
        var cache = Volatile.Read(ref _cache);
        var change = changes.Count;
        if (cache.Change == change && !cache.IsFull)
        {
            return cache;
        }

        var fresh = new CallerCache(change);
        var other = Interlocked.CompareExchange(ref _cache, fresh, cache);
        return other == cache ? fresh : other;
    }

    private CallerLookup Admit(KnownCaller known)
    {
        var now = time.GetUtcNow();
        if (!known.IsAlive(now))
        {
            return CallerLookup.Unknown;
        }

        if (known.IsSeenAnew(now))
        {
            activity.Saw(known.Caller.Session!.Value, now);
        }

        return CallerLookup.Found(known.Caller);
    }

    private async Task<CallerLookup> LoadAsync(Credential credential, CredentialHash hash, CallerCache cache, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (standing, known) = credential.Kind == CredentialKind.Session
            ? await LoadSessionAsync(db, credential.Secret, cancellationToken)
            : await LoadApiKeyAsync(db, credential.Secret, cancellationToken);
        if (known is null)
        {
            return new(standing, null);
        }

        cache.Add(hash, known);
        return Admit(known);
    }

    private async Task<(CallerStanding Standing, KnownCaller? Known)> LoadSessionAsync(WeirDbContext db, string secret, CancellationToken cancellationToken)
    {
        if (secret.Length != RandomSecret.Length)
        {
            return (CallerStanding.Unknown, null);
        }

        var hash = RandomSecret.Hash(secret);
        var session = await db.Sessions.AsNoTracking().Include(s => s.User).SingleOrDefaultAsync(s => s.Hash == hash, cancellationToken);
        if (session is null)
        {
            return (CallerStanding.Unknown, null);
        }

        if (!session.User!.IsActive)
        {
            return (CallerStanding.Inactive, null);
        }

        if (session.EndedAt is not null)
        {
            return (CallerStanding.Unknown, null);
        }

        var caller = new Caller
        {
            User = new(session.UserId),
            Username = session.User.UserName!,
            IsAdministrator = session.User.IsAdministrator,
            Session = new(session.Id),
            Budgets = await BudgetsAsync(db, session.User, null, cancellationToken),
            Rates = await RatesAsync(db, session.UserId, null, cancellationToken),
            UserModels = [.. session.User.Models],
        };
        return (CallerStanding.Active, new(caller, session.ExpiresAt, session.LastSeenAt, settings.SessionIdle));
    }

    private static async Task<(CallerStanding Standing, KnownCaller? Known)> LoadApiKeyAsync(WeirDbContext db, string text, CancellationToken cancellationToken)
    {
        if (!ApiKeyText.TryRead(text, out var id, out var secret))
        {
            return (CallerStanding.Unknown, null);
        }

        var hash = RandomSecret.Hash(secret);
        var key = await db.ApiKeys.AsNoTracking().Include(k => k.User).SingleOrDefaultAsync(k => k.Id == id.Value, cancellationToken);
        if (key is null || !CryptographicOperations.FixedTimeEquals(key.Hash, hash) || key.RevokedAt is not null)
        {
            return (CallerStanding.Unknown, null);
        }

        if (!key.User!.IsActive)
        {
            return (CallerStanding.Inactive, null);
        }

        var caller = new Caller
        {
            User = new(key.UserId),
            Username = key.User.UserName!,
            IsAdministrator = key.User.IsAdministrator,
            ApiKey = id,
            HasAdminScope = key.HasAdminScope,
            MayComeByPath = key.AllowsPath,
            Budgets = await BudgetsAsync(db, key.User, key.Id, cancellationToken),
            Rates = await RatesAsync(db, key.UserId, key.Id, cancellationToken),
            UserModels = [.. key.User.Models],
            Models = [.. key.Models],
        };
        return (CallerStanding.Active, new(caller, key.ExpiresAt, default, default));
    }

    private static async Task<ImmutableArray<BudgetScope>> BudgetsAsync(WeirDbContext db, User user, Guid? apiKey, CancellationToken cancellationToken)
    {
        var budgets = await db.Budgets.AsNoTracking()
            .Where(b => b.SubjectKind == SubjectKind.Everyone
                || b.SubjectKind == SubjectKind.Upstream
                || (b.SubjectKind == SubjectKind.Group && b.SubjectId == user.GroupId)
                || (b.SubjectKind == SubjectKind.User && b.SubjectId == user.Id)
                || (b.SubjectKind == SubjectKind.ApiKey && b.SubjectId == apiKey))
            .Select(b => new { b.Id, b.Upstream, b.Models })
            .ToListAsync(cancellationToken);
        return [.. budgets.Select(b => new BudgetScope(new(b.Id), b.Upstream, [.. b.Models]))];
    }

    /// <summary>Their own, and of those who have none the template's.</summary>
    private static async Task<ImmutableArray<RateScope>> RatesAsync(WeirDbContext db, Guid user, Guid? apiKey, CancellationToken cancellationToken)
    {
        var limits = await db.RateLimits.AsNoTracking()
            .Where(limit => limit.SubjectId == Guid.Empty || limit.SubjectId == user || limit.SubjectId == apiKey)
            .ToListAsync(cancellationToken);
        var scopes = ImmutableArray.CreateBuilder<RateScope>();
        Add(SubjectKind.User, user);
        if (apiKey is { } key)
        {
            Add(SubjectKind.ApiKey, key);
        }

        return scopes.DrainToImmutable();

        void Add(SubjectKind kind, Guid subject)
        {
            var own = limits.Find(limit => limit.SubjectKind == kind && limit.SubjectId == subject)
                ?? limits.Find(limit => limit.SubjectKind == kind && limit.SubjectId == Guid.Empty);
            if (own is not null)
            {
                scopes.Add(own.For(subject));
            }
        }
    }
}
