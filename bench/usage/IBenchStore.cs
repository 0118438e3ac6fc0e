using Microsoft.Extensions.DependencyInjection;

namespace Weir.Bench.Usage;

/// <summary>Where the databases of a run are: the filled one, and an empty one beside it. They are gone afterwards.</summary>
internal interface IBenchStore : IAsyncDisposable
{
    /// <summary>What a process needs in its environment to be on the filled one, beside the data folder.</summary>
    IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>The data folder of the processes.</summary>
    string Folder { get; }

    /// <summary>Registers the product's storage on the filled one.</summary>
    void AddFilled(IServiceCollection services);

    /// <summary>Registers the product's storage on the empty one.</summary>
    void AddEmpty(IServiceCollection services);

    /// <summary>What the filled one takes on the disk.</summary>
    Task<long> SizeAsync();
}
