namespace Weir.Bench.Usage;

/// <summary>A user with its own budget, and the one window of that.</summary>
internal sealed record BenchUser(Guid Id, Guid Budget, long Window);
