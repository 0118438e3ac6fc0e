using System.Collections.Immutable;
using Weir.Accounting;

namespace Weir.Proxy.Metering;

/// <summary>Asks for tokens to be set aside for one attempt.</summary>
public sealed record ReserveRequest
{
    public required AttemptId Attempt { get; init; }

    public required ExchangeId Exchange { get; init; }

    public required UserId User { get; init; }

    public ApiKeyId? ApiKey { get; init; }

    /// <summary>The upstream's name.</summary>
    public required string Upstream { get; init; }

    /// <summary>The model as the caller named it.</summary>
    public required string Model { get; init; }

    /// <summary>Null when the caller said nothing of it.</summary>
    public ClientTrace? Client { get; init; }

    public required ImmutableArray<BudgetId> Budgets { get; init; }

    public required DateTimeOffset AdmittedAt { get; init; }

    /// <summary>The most that it can weigh, by its output.</summary>
    public required Demand Demand { get; init; }

    /// <summary>The price that holds for it; null while there is none.</summary>
    public PriceId? PriceId { get; init; }

    /// <summary>The output cap asked for, in tokens.</summary>
    public required long AskedOutput { get; init; }

    /// <summary>The least output worth granting, in tokens.</summary>
    public required long Floor { get; init; }

    /// <summary>How fast the model makes output at the most; a crash is settled by it.</summary>
    public required long TokensPerSecond { get; init; }

    /// <summary>How long to wait in line for open reservations; zero asks for an answer at once.</summary>
    public required TimeSpan Patience { get; init; }
}
