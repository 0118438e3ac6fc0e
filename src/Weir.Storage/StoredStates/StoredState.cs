namespace Weir.Storage.StoredStates;

/// <summary>That a user was told the id of something an upstream keeps.</summary>
public sealed class StoredState
{
    /// <summary>SHA-256 of the id: whoever reads the database can't name what it stands for.</summary>
    public required byte[] Hash { get; set; }

    public Guid UserId { get; set; }

    /// <summary>The name of the upstream that keeps it.</summary>
    public required string Upstream { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
