using Microsoft.Extensions.DependencyInjection;

namespace Weir.Bench.Ledger;

/// <summary>A database engine that is measured: as the host uses it, and bare. Its database is gone afterwards.</summary>
internal interface IBenchEngine : IAsyncDisposable
{
    string Name { get; }

    /// <summary>Where other processes reach the database; null when it is this process's alone.</summary>
    string? Url { get; }

    /// <summary>Registers the product's storage on the engine's one database.</summary>
    void AddStorage(IServiceCollection services);

    /// <summary>Puts rows into the migrated database, as if so many attempts had been settled.</summary>
    /// <returns>What the tables and indexes of the entries take.</returns>
    Task<IReadOnlyList<StoredSize>> FillAsync(long entries, CancellationToken cancellationToken);

    /// <summary>A loop that changes the same rows with no ledger around it.</summary>
    IBareLoop OpenLoop(IReadOnlyList<BenchAccount> accounts);
}
