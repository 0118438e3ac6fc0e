using System.Globalization;
using Microsoft.OpenApi;
using Weir.Proxy.Dialects;

namespace Weir.Reference;

/// <summary>What the data plane can answer.</summary>
internal static class InferenceResponses
{
    private const string Unserved = "No upstream has what was asked for, or none that speaks this dialect.";

    /// <summary>Of the budget that was short.</summary>
    private static readonly string[] FigureNames = ["used", "limit", "reserved", "needed"];

    /// <summary>An upstream's own errors pass unchanged, so any other status of the vendor's may come too.</summary>
    public static OpenApiResponses Of(IEnumerable<int> refusals, VendorWire wire, bool isNative, bool canStream)
    {
        var success = new OpenApiResponse { Description = "The upstream's answer.", Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = Object() } };
        if (canStream)
        {
            success.Content[wire.StreamType] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Description = wire.Stream } };
        }

        var responses = new OpenApiResponses { ["200"] = success };
        foreach (var status in refusals)
        {
            responses[status.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = status == StatusCodes.Status404NotFound ? Unserved : RefusalTexts.ByStatus[status],
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/json"] = !isNative ? FlatError(status, "request_id") : wire.Dialect == Dialect.Anthropic ? AnthropicError(status) : FlatError(status),
                },
            };
        }

        return responses;
    }

    private static OpenApiMediaType Object() => new() { Schema = new OpenApiSchema { Type = JsonSchemaType.Object } };

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };

    private static Dictionary<string, IOpenApiSchema> Figures() => FigureNames.ToDictionary(
        name => name,
        _ => (IOpenApiSchema)new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64" });

    /// <summary><c>{"error":"…"}</c>: Weir's own errors, and Ollama's.</summary>
    private static OpenApiMediaType FlatError(int status, params string[] texts)
    {
        var properties = texts.Prepend("error").ToDictionary(name => name, _ => (IOpenApiSchema)Text());
        if (status == StatusCodes.Status429TooManyRequests)
        {
            properties = properties.Concat(Figures()).ToDictionary();
        }

        return new() { Schema = new OpenApiSchema { Type = JsonSchemaType.Object, Required = new HashSet<string> { "error" }, Properties = properties } };
    }

    private static OpenApiMediaType AnthropicError(int status)
    {
        var error = new Dictionary<string, IOpenApiSchema> { ["type"] = Text(), ["message"] = Text() };
        if (status == StatusCodes.Status429TooManyRequests)
        {
            var details = new Dictionary<string, IOpenApiSchema> { ["error_code"] = Text() };
            error["details"] = new OpenApiSchema { Type = JsonSchemaType.Object, Properties = details.Concat(Figures()).ToDictionary() };
        }

        return new()
        {
            Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Required = new HashSet<string> { "type", "error" },
                Properties = new Dictionary<string, IOpenApiSchema>
                {
                    ["type"] = Text(),
                    ["error"] = new OpenApiSchema { Type = JsonSchemaType.Object, Properties = error },
                    ["request_id"] = Text(),
                },
            },
        };
    }
}
