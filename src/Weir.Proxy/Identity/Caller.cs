using System.Collections.Immutable;
using Weir.Accounting;
using Weir.Proxy.Admission.Rates;

namespace Weir.Proxy.Identity;

/// <summary>Who sent a request, as far as the data plane needs to know. Immutable, so that it may be cached.</summary>
public sealed class Caller
{
    public required UserId User { get; init; }

    public required string Username { get; init; }

    public required bool IsAdministrator { get; init; }

    /// <summary>Set when the credential was an API key.</summary>
    public ApiKeyId? ApiKey { get; init; }

    /// <summary>Set when the credential was a session.</summary>
    public SessionId? Session { get; init; }

    /// <summary>True for an API key made with <c>scope: admin</c>, which may also manage accounts.</summary>
    public bool HasAdminScope { get; init; }

    /// <summary>True for an API key that may come in the path.</summary>
    public bool MayComeByPath { get; init; }

    /// <summary>The budgets that attempts of this caller may belong to.</summary>
    public required ImmutableArray<BudgetScope> Budgets { get; init; }

    /// <summary>How fast the user and the API key may ask; empty: as fast as they like, as almost everywhere.</summary>
    public ImmutableArray<RateScope> Rates { get; init; } = [];

    /// <summary>The models, or patterns of them, that the user is limited to; empty: all.</summary>
    public ImmutableArray<string> UserModels { get; init; } = [];

    /// <summary>Those that the credential is limited to besides; empty: all.</summary>
    public ImmutableArray<string> Models { get; init; } = [];

    public bool MayUse(string model) => Allow(UserModels, model) && Allow(Models, model);

    private static bool Allow(ImmutableArray<string> patterns, string model)
    {
        foreach (var pattern in patterns)
        {
            if (ModelPattern.Fits(pattern, model))
            {
                return true;
            }
        }

        return patterns.IsEmpty;
    }
}
