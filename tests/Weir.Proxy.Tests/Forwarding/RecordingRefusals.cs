using System.Collections.Concurrent;
using Weir.Proxy.Refusals;

namespace Weir.Proxy.Tests.Forwarding;

/// <summary>Keeps in memory what was refused.</summary>
internal sealed class RecordingRefusals : IRefusalBook
{
    public ConcurrentQueue<RefusedExchange> Noted { get; } = [];

    public long Lost => 0;

    public void Note(RefusedExchange refused) => Noted.Enqueue(refused);
}
