namespace Weir.Proxy;

/// <summary>Names this process on requests it sends, so that one that comes around is known.</summary>
internal sealed class InstanceId
{
    public string Value { get; } = Guid.CreateVersion7().ToString("N");
}
