using Weir.Storage.Model;
using Weir.Storage.Replicas;

namespace Weir.Health;

/// <summary>What the store told.</summary>
/// <param name="Facts">Of itself.</param>
/// <param name="Took">How long it took to tell that.</param>
/// <param name="Replicas">Who writes to it.</param>
/// <param name="OpenAttempts">Attempts that are open, of all processes.</param>
internal sealed record StoreFindings(StoreFacts Facts, TimeSpan Took, List<ReplicaStanding> Replicas, int OpenAttempts);
