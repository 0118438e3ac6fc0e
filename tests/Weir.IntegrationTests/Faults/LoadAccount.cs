namespace Weir.IntegrationTests.Faults;

/// <summary>On whose account callers open streams.</summary>
/// <param name="Name">The beginning of their models' names.</param>
/// <param name="Key">An API key.</param>
/// <param name="Limit">Its budget, in tokens.</param>
internal sealed record LoadAccount(string Name, string Key, long Limit);
