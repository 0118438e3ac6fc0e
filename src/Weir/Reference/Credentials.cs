using Microsoft.OpenApi;
using Weir.Proxy.Identity;

namespace Weir.Reference;

/// <summary>The credentials of <see cref="CredentialReader"/>, as OpenAPI says it.</summary>
internal static class Credentials
{
    private const string BearerKey = "bearer";

    private const string HeaderKey = "x-api-key";

    private const string Session = "session";

    private const string KeyText = "An API key: weir_…";

    public static Dictionary<string, IOpenApiSecurityScheme> Schemes() => new()
    {
        [BearerKey] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = KeyText },
        [HeaderKey] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = HeaderKey, Description = KeyText },
        [Session] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Cookie,
            Name = CredentialReader.PlainCookie,
            Description = $"A session, from POST /auth/login. On https the cookie is called {CredentialReader.SecureCookie}.",
        },
    };

    /// <summary>Any one of them.</summary>
    public static List<OpenApiSecurityRequirement> Of(OpenApiDocument document, bool withSession)
    {
        string[] names = withSession ? [Session, BearerKey, HeaderKey] : [BearerKey, HeaderKey];
        return [.. names.Select(name => new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(name, document)] = [] })];
    }
}
