using System.Text.Json.Serialization;
using Weir.Bodies;

namespace Weir.Keys;

/// <summary>The body of <c>POST /api/keys</c>.</summary>
internal sealed class CreateKeyRequest
{
    public string? Name { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The models, or beginnings of names with a star, that the key is limited to; none: all.</summary>
    public List<string>? Models { get; init; }

    /// <summary>Tokens in total; null: no limit but the user's.</summary>
    public long? TokenLimit { get; init; }

    /// <summary>True when the key may also come in the path, <c>/k/&lt;key&gt;/…</c>, for clients that can send no header.</summary>
    [JsonConverter(typeof(FlagConverter))]
    public bool? AllowInPath { get; init; }

    /// <summary><c>inference</c> (when left out) or <c>admin</c>.</summary>
    public string? Scope { get; init; }
}
