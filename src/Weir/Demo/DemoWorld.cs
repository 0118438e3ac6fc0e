using System.Collections.Immutable;
using Weir.Accounting;
using Weir.Storage.Accounts;
using Weir.Storage.Ledger;
using Weir.Storage.Pricing;
using Weir.Storage.RateLimits;

namespace Weir.Demo;

/// <summary>All that demonstration data has besides the ledger: who there is, what they have, and what models cost.</summary>
internal sealed class DemoWorld
{
    /// <summary>Of a user of Weir, as browsers call themselves.</summary>
    private static readonly string[] Browsers =
    [
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Safari/605.1.15",
        "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 26_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1",
    ];

    private static readonly string[] GroupNames = ["Demo engineering", "Demo research", "Demo support", "Demo design"];

    private const int MostJoined = 5;

    private readonly DemoWish _wish;
    private readonly Dictionary<(Guid Key, string Upstream), IReadOnlyList<Budget>> _budgets = [];

    public DemoWorld(DemoWish wish, string passwordHash)
    {
        _wish = wish;
        var chance = new DemoChance(wish.Seed);
        Groups = [.. GroupNames.Select(name => new Group { Id = chance.Id(wish.Start), Name = name, CreatedAt = wish.Start })];
        People = new DemoPeople(wish, chance, Groups, passwordHash).All();
        Budgets = new DemoBudgets(wish, chance);
        Budgets.Make(Groups, People);
        foreach (var person in People)
        {
            foreach (var key in person.Keys)
            {
                var own = Budgets.OfKey(key, key == person.ScriptKey);
                foreach (var upstream in DemoModel.Upstreams)
                {
                    _budgets.Add((key.Id, upstream), [.. person.Budgets, own, .. Budgets.OfUpstreams[upstream]]);
                }
            }

            foreach (var upstream in DemoModel.Upstreams)
            {
                _budgets.Add((person.User.Id, upstream), [.. person.Budgets, .. Budgets.OfUpstreams[upstream]]);
            }
        }

        Names = [.. DemoModel.Upstreams.Concat(DemoModel.All.Select(model => model.Name)).Select((text, i) => new Name { Id = i + 1, Text = text })];
        NameIds = Names.ToImmutableDictionary(name => name.Text, name => name.Id);
        Prices = [.. OwnPrices(chance)];
        PriceBook = ShippedPrices.Anthropic.With(Prices.Select(price => price.ToPrice()));
        Sessions = [.. People.Where(person => person.User.IsActive).SelectMany(person => SessionsOf(person.User, chance))];
        Invites = [.. InvitesOf(chance)];
    }

    public IReadOnlyList<Group> Groups { get; }

    public IReadOnlyList<DemoPerson> People { get; }

    public DemoBudgets Budgets { get; }

    public IReadOnlyList<Name> Names { get; }

    public ImmutableDictionary<string, long> NameIds { get; }

    /// <summary>Of models that the shipped table has none for.</summary>
    public IReadOnlyList<StoredPrice> Prices { get; }

    public PriceBook PriceBook { get; }

    public IReadOnlyList<Session> Sessions { get; }

    /// <summary>By which some joined, and some might have.</summary>
    public IReadOnlyList<Invite> Invites { get; }

    /// <summary>For who joins later.</summary>
    public BudgetTemplate Template => new()
    {
        Id = People[0].User.Id,
        Name = "A month",
        Unit = BudgetUnit.NanoDollars,
        WindowKind = WindowKind.Month,
        Cap = 25_000_000_000,
        CreatedAt = _wish.Start,
    };

    public RateLimit RateLimit => new() { Id = People[0].User.Id, SubjectKind = SubjectKind.ApiKey, RequestsPerMinute = 600, CreatedAt = _wish.Start };

    /// <summary>Those that an attempt belongs to which the holder of a credential makes at an upstream.</summary>
    /// <param name="person">Who.</param>
    /// <param name="key">With which key; null: in a session.</param>
    /// <param name="upstream">Where.</param>
    public IReadOnlyList<Budget> BudgetsOf(DemoPerson person, ApiKey? key, string upstream) => _budgets[(key?.Id ?? person.User.Id, upstream)];

    private IEnumerable<StoredPrice> OwnPrices(DemoChance chance)
    {
        (string Model, string Upstream, TokenRates Rates)[] prices =
        [
            ("gpt-5.5*", DemoModel.OpenAI, Dollars(2.5m, 0.25m, 12.5m)),
            ("gpt-5-mini*", DemoModel.OpenAI, Dollars(0.25m, 0.025m, 2m)),
            ("*", DemoModel.Ollama, default),
        ];
        return prices.Select((price, i) => new StoredPrice
        {
            Id = chance.Id(_wish.Start),
            Version = i + 1,
            Name = $"Demo: {price.Model}",
            Model = price.Model,
            Upstream = price.Upstream,
            StartsAt = _wish.Start.AddDays(-1),
            Terms = new() { Rates = price.Rates },
            CreatedAt = _wish.Start.AddDays(-1),
        });
    }

    private static TokenRates Dollars(decimal input, decimal cacheRead, decimal output) =>
        new((long)(input * 1_000_000_000), (long)(cacheRead * 1_000_000_000), (long)(input * 1_000_000_000), (long)(input * 1_000_000_000), (long)(output * 1_000_000_000));

    private IEnumerable<Invite> InvitesOf(DemoChance chance)
    {
        foreach (var user in People.Skip(1).Select(person => person.User).Where(user => user.CreatedAt > _wish.Start).Take(MostJoined))
        {
            var used = NewInvite($"{user.UserName}, who is new", user.CreatedAt.AddHours(-chance.Between(1, 60)), chance);
            (used.UsedAt, used.UsedBy, used.GroupId) = (user.CreatedAt, user.Id, user.GroupId);
            yield return used;
        }

        yield return NewInvite("Sasha, who never came", _wish.Now.AddDays(-9), chance);
        var revoked = NewInvite("sent to the wrong address", _wish.Now.AddDays(-2), chance);
        revoked.RevokedAt = revoked.CreatedAt.AddMinutes(20);
        yield return revoked;
        var open = NewInvite("Robin, an intern", _wish.Now.AddHours(-5), chance);
        (open.TokenLimit, open.GroupId) = (2_000_000, Groups[0].Id);
        yield return open;
    }

    private Invite NewInvite(string note, DateTimeOffset createdAt, DemoChance chance) => new()
    {
        Id = chance.Id(createdAt),
        Hash = RandomSecret.Hash(RandomSecret.New()),
        Note = note,
        CreatedAt = createdAt,
        CreatedBy = People[0].User.Id,
        ExpiresAt = createdAt.AddHours(72),
    };

    private IEnumerable<Session> SessionsOf(User user, DemoChance chance)
    {
        for (var i = chance.Between(1, 3); i > 0; i--)
        {
            var created = _wish.Now.AddMinutes(-chance.Between(60, 12 * 24 * 60));
            created = created < user.CreatedAt ? user.CreatedAt : created;
            yield return new()
            {
                Id = chance.Id(created),
                Hash = RandomSecret.Hash(RandomSecret.New()),
                UserId = user.Id,
                CreatedAt = created,
                AuthenticatedAt = created,
                LastSeenAt = created + ((_wish.Now - created) * chance.Share()),
                ExpiresAt = created.AddDays(30),
                UserAgent = chance.Of(Browsers),
                Address = $"203.0.113.{chance.Between(2, 250)}",
            };
        }
    }
}
