namespace Weir.Proxy.Upstreams;

/// <summary>A model as an upstream lists it.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Json">The whole entry as it stood in the list, in the upstream's native dialect.</param>
internal sealed record ListedModel(string Name, ReadOnlyMemory<byte> Json);
