using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Weir.Accounting;
using Weir.Proxy.Identity;
using Weir.Storage.Accounts;
using Weir.Storage.Ledger;
using Weir.Storage.Model;
using Weir.Storage.Refusals;
using Weir.Storage.StoredStates;
using Weir.Storage.Tests.Engines;
using Xunit;

namespace Weir.Storage.Tests.Accounts;

/// <summary>Users, sessions and keys in a real database, with a clock that tests move. Background work runs when a test says so.</summary>
internal sealed class AccountsHarness : IAsyncDisposable
{
    private readonly FreshDatabase _database;

    private readonly ServiceProvider _services;

    private AccountsHarness(FreshDatabase database)
    {
        _database = database;
        _services = database
            .AddTo(new ServiceCollection().AddSingleton<TimeProvider>(Time).AddSingleton(typeof(ILogger<>), typeof(NullLogger<>)))
            .AddAccountsStorage(Settings)
            .BuildServiceProvider();
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    public AccountsSettings Settings { get; } = new();

    public ICallerDirectory Directory => _services.GetRequiredService<ICallerDirectory>();

    public SessionActivity Activity => _services.GetRequiredService<SessionActivity>();

    public StoredStateBook StoredStates => _services.GetRequiredService<StoredStateBook>();

    public RefusalBook Refusals => _services.GetRequiredService<RefusalBook>();

    public ConfigChanges Changes => _services.GetRequiredService<ConfigChanges>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<AccountsHarness> StartAsync(Engine engine) => new(await FreshDatabase.MakeAsync(engine));

    public WeirDbContext NewContext() => _services.NewContext();

    /// <summary>Another process on the same database, with caches of its own.</summary>
    public ServiceProvider NewProcess() => _database.NewProcess();

    /// <summary>What another process on the same file would know.</summary>
    public StoredStateBook NewStoredStates() => ActivatorUtilities.CreateInstance<StoredStateBook>(_services);

    /// <summary>What another process on the same database would keep.</summary>
    public RefusalBook NewRefusals(TimeProvider? time = null) => time is null
        ? ActivatorUtilities.CreateInstance<RefusalBook>(_services)
        : ActivatorUtilities.CreateInstance<RefusalBook>(_services, time);

    /// <summary>The watcher as a process of its own would run it.</summary>
    public ConfigVersionWatcher NewWatcher(ConfigChanges changes) => ActivatorUtilities.CreateInstance<ConfigVersionWatcher>(_services, changes);

    public async Task<User> AddUserAsync(string name = "mia")
    {
        await using var db = NewContext();
        var user = new User { Id = UserId.New().Value, UserName = name, NormalizedUserName = name.ToUpperInvariant(), CreatedAt = Time.GetUtcNow() };
        db.Users.Add(user);
        db.Budgets.Add(Budget.TotalTokens(SubjectKind.User, user.Id, cap: null, Time.GetUtcNow()));
        await db.SaveChangesAsync(Cancellation);
        return user;
    }

    /// <summary>Adds a session and returns the cookie's value.</summary>
    public async Task<string> AddSessionAsync(User user)
    {
        var secret = RandomSecret.New();
        var now = Time.GetUtcNow();
        await using var db = NewContext();
        db.Sessions.Add(new Session
        {
            Id = SessionId.New().Value,
            Hash = RandomSecret.Hash(secret),
            UserId = user.Id,
            CreatedAt = now,
            LastSeenAt = now,
            AuthenticatedAt = now,
            ExpiresAt = now + Settings.SessionLifetime,
        });
        await db.SaveChangesAsync(Cancellation);
        return secret;
    }

    /// <summary>Adds an API key and returns its text.</summary>
    public async Task<string> AddKeyAsync(User user, DateTimeOffset? expiresAt = null)
    {
        var (id, secret) = (ApiKeyId.New(), RandomSecret.New());
        await using var db = NewContext();
        db.ApiKeys.Add(new ApiKey
        {
            Id = id.Value,
            UserId = user.Id,
            Name = "test",
            Hash = RandomSecret.Hash(secret),
            CreatedAt = Time.GetUtcNow(),
            ExpiresAt = expiresAt,
            Models = ["claude-opus"],
        });
        db.Budgets.Add(Budget.TotalTokens(SubjectKind.ApiKey, id.Value, cap: null, Time.GetUtcNow()));
        await db.SaveChangesAsync(Cancellation);
        return ApiKeyText.Write(id, secret);
    }

    public async Task ChangeAsync(User user, Action<User> change)
    {
        await using var db = NewContext();
        change(await db.Users.SingleAsync(row => row.Id == user.Id, Cancellation));
        await db.SaveChangesAsync(Cancellation);
    }

    public async Task<Session> ReadSessionAsync()
    {
        await using var db = NewContext();
        return await db.Sessions.AsNoTracking().SingleAsync(Cancellation);
    }

    public async Task<CallerLookup> FindSessionAsync(string secret) => await Directory.FindAsync(new(CredentialKind.Session, secret), Cancellation);

    public async Task<CallerLookup> FindKeyAsync(string key) => await Directory.FindAsync(new(CredentialKind.ApiKey, key), Cancellation);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }
}
