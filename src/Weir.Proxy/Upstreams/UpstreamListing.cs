using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Weir.Accounting;

namespace Weir.Proxy.Upstreams;

/// <summary>The models that an upstream says it has, as last learned. Replaced whole; safe to read at any time.</summary>
internal sealed class UpstreamListing
{
    private Learned _learned = new([], []);

    /// <summary>In the upstream's order.</summary>
    public ImmutableArray<ListedModel> Models => Volatile.Read(ref _learned).Models;

    public void Replace(ImmutableArray<ListedModel> models)
    {
        var byName = new Dictionary<string, ListedModel>(StringComparer.Ordinal);
        foreach (var model in models)
        {
            byName.TryAdd(ModelPattern.WithoutDefaultTag(model.Name).ToString(), model);
        }

        Volatile.Write(ref _learned, new(models, byName));
    }

    public bool TryFind(string name, [NotNullWhen(true)] out ListedModel? model) => Volatile.Read(ref _learned).ByName
        .GetAlternateLookup<ReadOnlySpan<char>>()
        .TryGetValue(ModelPattern.WithoutDefaultTag(name), out model);

    private sealed record Learned(ImmutableArray<ListedModel> Models, Dictionary<string, ListedModel> ByName);
}
