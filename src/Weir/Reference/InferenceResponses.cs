using Microsoft.OpenApi;

namespace Weir.Reference;

/// <summary>What the data plane can answer.</summary>
internal static class InferenceResponses
{
    private static readonly (string Status, string Meaning)[] Refusals =
    [
        ("400", "The body or the credentials are not what they should be; nothing was sent upstream."),
        ("401", "No credential, or one that is wrong, revoked or expired."),
        ("403", "The account is deactivated, or the credential may not do this."),
        ("413", "The body is larger than 32 MiB."),
        ("429", "A limit is reached. With `x-should-retry: false` waiting does not help; else retry after `retry-after` seconds."),
        ("502", "The upstream cannot be reached, broke off, or refused the gateway's own key."),
        ("503", "The gateway takes no new work just now: see `retry-after`."),
        ("504", "The upstream took too long."),
    ];

    /// <summary>An upstream's own errors pass unchanged, so any other status of the vendor's may come too.</summary>
    public static OpenApiResponses Of(bool isNative, bool canStream)
    {
        var success = new OpenApiResponse { Description = "The upstream's answer.", Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = Object() } };
        if (canStream)
        {
            success.Content["text/event-stream"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Server-sent events, when the request says `\"stream\": true`." } };
        }

        var responses = new OpenApiResponses { ["200"] = success };
        foreach (var (status, meaning) in Refusals)
        {
            responses[status] = new OpenApiResponse
            {
                Description = meaning,
                Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = isNative ? NativeError() : OwnError() },
            };
        }

        return responses;
    }

    private static OpenApiMediaType Object() => new() { Schema = new OpenApiSchema { Type = JsonSchemaType.Object } };

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };

    private static OpenApiMediaType OwnError() => new()
    {
        Schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Required = new HashSet<string> { "error" },
            Properties = new Dictionary<string, IOpenApiSchema> { ["error"] = Text(), ["request_id"] = Text() },
        },
    };

    private static OpenApiMediaType NativeError() => new()
    {
        Schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Required = new HashSet<string> { "type", "error" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["type"] = Text(),
                ["error"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Properties = new Dictionary<string, IOpenApiSchema> { ["type"] = Text(), ["message"] = Text() },
                },
                ["request_id"] = Text(),
            },
        },
    };
}
