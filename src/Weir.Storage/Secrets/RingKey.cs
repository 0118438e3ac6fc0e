namespace Weir.Storage.Secrets;

/// <summary>A key of the key ring, or what revokes one, as Data Protection writes it: XML in which the secret is wrapped by the master key.</summary>
public sealed class RingKey
{
    /// <summary><c>key-</c> and an id.</summary>
    public required string Name { get; set; }

    public required string Xml { get; set; }
}
