namespace Weir.Bench.Usage;

/// <summary>A user with a budget of its own.</summary>
internal sealed record BenchUser(Guid Id, Guid Budget);
