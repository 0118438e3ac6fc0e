namespace Weir.Storage.Accounts;

/// <summary>A credential for programs, <c>weir_&lt;id&gt;_&lt;secret&gt;</c>. Only the secret's hash is kept.</summary>
public sealed class ApiKey
{
    public Guid Id { get; set; }

    public Guid UserId { get; set; }

    public User? User { get; set; }

    public required string Name { get; set; }

    /// <summary>SHA-256 of the secret part.</summary>
    public required byte[] Hash { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>True when the key may also manage accounts (<c>scope: admin</c>).</summary>
    public bool HasAdminScope { get; set; }

    /// <summary>The models, or beginnings of names with a star, that the key is limited to; empty: all.</summary>
    public List<string> Models { get; set; } = [];

    /// <summary>True when the key may also come in a path, <c>/k/&lt;key&gt;/…</c>, where proxies and browsers write it down.</summary>
    public bool AllowsPath { get; set; }
}
