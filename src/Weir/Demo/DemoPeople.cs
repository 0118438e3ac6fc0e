using Weir.Accounting;
using Weir.Storage.Accounts;

namespace Weir.Demo;

/// <summary>Makes the people of the demonstration data: a few who use much, and many who use little, all over the world.</summary>
internal sealed class DemoPeople(DemoWish wish, DemoChance chance, IReadOnlyList<Group> groups, string passwordHash)
{
    private static readonly string[] Names =
    [
        "ada", "ben", "carla", "dmitri", "elif", "farah", "gustav", "hana", "ines", "jonas", "keiko", "lena", "mateo", "nadia", "oscar",
        "priya", "quentin", "rosa", "samir", "tomasz", "uma", "victor", "wanda", "xavier", "yuki", "zoe", "amara", "bruno", "chiara", "david",
        "esther", "felix", "greta", "hugo", "isla", "jakob", "kofi", "luca", "mina", "noah", "olga", "pablo", "rania", "stefan", "tariq",
    ];

    private static readonly string[] Zones =
    [
        "Europe/Berlin", "Europe/Berlin", "Europe/Berlin", "Europe/London", "America/New_York", "America/New_York", "America/Los_Angeles",
        "America/Sao_Paulo", "Asia/Kolkata", "Asia/Tokyo", "Australia/Sydney",
    ];

    private static readonly DemoActivity[][] Lives =
    [
        [DemoActivity.Agent, DemoActivity.Agent, DemoActivity.Agent, DemoActivity.Agent, DemoActivity.Chat],
        [DemoActivity.Agent, DemoActivity.Agent, DemoActivity.Chat, DemoActivity.Script],
        [DemoActivity.Chat, DemoActivity.Chat, DemoActivity.Chat, DemoActivity.Local],
        [DemoActivity.Script, DemoActivity.Script, DemoActivity.Script, DemoActivity.Chat, DemoActivity.Local],
    ];

    /// <summary>The first is the administrator.</summary>
    public IReadOnlyList<DemoPerson> All() => [.. Enumerable.Range(0, wish.Users).Select(Make)];

    private DemoPerson Make(int index)
    {
        // Most were there before the data begins; the others join on the way.
        var joins = index < 3 || chance.Is(0.7) ? -chance.Between(5, 60) : chance.Between(1, wish.Days * 3 / 4);
        var createdAt = wish.Start.AddDays(joins).AddMinutes(-chance.Between(0, 600));
        var hasLeft = index > 5 && index % 11 == 7;
        var life = index == 0 ? Lives[0] : chance.Of(Lives);
        var user = NewUser(index, createdAt, hasLeft);
        return new()
        {
            User = user,
            Zone = TimeZones.Find(index == 0 ? Zones[0] : chance.Of(Zones)),
            Weight = chance.Around(1, 0.4) / Math.Pow(index + 2, 0.75),
            Growth = chance.Around(1.4, 0.4),
            IsOwl = chance.Is(0.2),
            Until = hasLeft ? wish.Now.AddDays(-wish.Days / 5.0) : null,
            Leave = wish.Start.AddDays(chance.Between(0, wish.Days)),
            Habits = life,
            AgentKey = NewKey(user, life.Contains(DemoActivity.Agent) ? "Claude Code on my laptop" : "My apps"),
            ScriptKey = life.Contains(DemoActivity.Script) ? NewKey(user, chance.Of(["Nightly report", "Ticket sorter", "Release notes in CI", "Search index"])) : null,
        };
    }

    private User NewUser(int index, DateTimeOffset createdAt, bool hasLeft)
    {
        var name = index < Names.Length ? Names[index] : $"{Names[index % Names.Length]}{(index / Names.Length) + 1}";
        return new()
        {
            Id = chance.Id(createdAt),
            UserName = name,
            NormalizedUserName = name.ToUpperInvariant(),
            PasswordHash = passwordHash,
            SecurityStamp = chance.Id(createdAt).ToString(),
            ConcurrencyStamp = chance.Id(createdAt).ToString(),
            LockoutEnabled = true,
            IsAdministrator = index == 0,
            IsActive = !hasLeft,
            GroupId = index % 6 == 5 ? null : groups[index % groups.Count].Id,
            CreatedAt = createdAt,
        };
    }

    /// <summary>Nobody knows its secret.</summary>
    private ApiKey NewKey(User user, string name) => new()
    {
        Id = chance.Id(user.CreatedAt),
        UserId = user.Id,
        Name = name,
        Hash = RandomSecret.Hash(RandomSecret.New()),
        CreatedAt = user.CreatedAt.AddMinutes(chance.Between(3, 90)),
        RevokedAt = user.IsActive ? null : wish.Now.AddDays(-wish.Days / 5.0),
    };
}
