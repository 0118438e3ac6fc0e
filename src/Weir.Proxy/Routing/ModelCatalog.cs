using System.Collections.Immutable;
using Weir.Accounting;

namespace Weir.Proxy.Routing;

/// <summary>What is known of models.</summary>
internal sealed class ModelCatalog(ImmutableArray<ModelConfig> configs)
{
    private static readonly ModelConfig Unknown = new() { Pattern = "*" };

    /// <summary>The first entry that fits, else what is held of unknown models.</summary>
    public ModelConfig Find(string model)
    {
        foreach (var config in configs)
        {
            if (ModelPattern.Fits(config.Pattern, model))
            {
                return config;
            }
        }

        return Unknown;
    }
}
