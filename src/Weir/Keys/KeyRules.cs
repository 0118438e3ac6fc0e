using Weir.Errors;
using Weir.ModelRoutes;
using Weir.Proxy.Identity;

namespace Weir.Keys;

/// <summary>What a new key may be.</summary>
internal static class KeyRules
{
    public const string AdminScope = "admin";

    public const string InferenceScope = "inference";

    private const int LongestName = 200;

    /// <summary>Null: this caller may have it.</summary>
    public static ErrorResult? Check(CreateKeyRequest request, Caller caller, DateTimeOffset now)
    {
        // No line breaks in lists, and no NUL, which PostgreSQL cannot keep.
        if (string.IsNullOrWhiteSpace(request.Name) || request.Name.Length > LongestName || request.Name.Any(char.IsControl))
        {
            return ErrorResult.BadRequest($"\"name\" is needed, with at most {LongestName} printable characters: call the key by what will use it.");
        }

        if (request.ExpiresAt <= now)
        {
            return ErrorResult.BadRequest("\"expires_at\" must be in the future.");
        }

        if (request.TokenLimit < 0)
        {
            return ErrorResult.BadRequest("\"token_limit\" must be 0 or more, or null for no limit.");
        }

        return AllowedModels.Check(request.Models) ?? CheckScope(request, caller);
    }

    private static ErrorResult? CheckScope(CreateKeyRequest request, Caller caller) => request.Scope switch
    {
        null or InferenceScope => null,
        AdminScope when !caller.IsAdministrator => ErrorResult.Forbidden("Only administrators may make keys with scope \"admin\"."),
        AdminScope when request.ExpiresAt is null => ErrorResult.BadRequest("A key with scope \"admin\" needs \"expires_at\"."),
        AdminScope when request.AllowInPath == true => ErrorResult.BadRequest("A key with scope \"admin\" cannot be allowed in the path, where it may be written down on its way."),
        AdminScope => null,
        _ => ErrorResult.BadRequest("\"scope\" must be \"inference\" or \"admin\"."),
    };
}
