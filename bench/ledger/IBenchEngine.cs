using Microsoft.Extensions.DependencyInjection;

namespace Weir.Bench.Ledger;

/// <summary>A database engine that is measured: as the host uses it, and bare.</summary>
internal interface IBenchEngine : IDisposable
{
    string Name { get; }

    /// <summary>Registers the product's storage on the engine's one database.</summary>
    void AddStorage(IServiceCollection services);

    /// <summary>Puts rows into the migrated database, as if so many attempts had been settled.</summary>
    void Fill(long entries);

    /// <summary>A loop that changes the same rows with no ledger around it.</summary>
    IBareLoop OpenLoop(IReadOnlyList<BenchAccount> accounts);
}
