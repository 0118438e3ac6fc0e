using Weir.Accounting;
using Weir.Proxy.Routing;

namespace Weir.Proxy.Tests.Forwarding;

/// <summary>Keeps the ids it is told.</summary>
internal sealed class RecordingStates : IStoredStates
{
    public List<string> Told { get; } = [];

    public void Remember(UserId user, string upstream, IReadOnlyCollection<string> ids) => Told.AddRange(ids);

    public ValueTask<string?> FindAsync(UserId user, string id, CancellationToken cancellationToken) => new(Told.Contains(id) ? "test" : null);
}
