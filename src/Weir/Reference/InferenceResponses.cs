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
    /// <param name="refusals">The statuses of Weir's own.</param>
    /// <param name="native">The dialect whose shape they have; null: that of Weir's own API.</param>
    /// <param name="stream">Whose streams the answer may be; null: it is none.</param>
    public static OpenApiResponses Of(IEnumerable<int> refusals, Dialect? native, VendorWire? stream)
    {
        var success = new OpenApiResponse { Description = "The upstream's answer.", Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = Object() } };
        if (stream is not null)
        {
            success.Content[stream.StreamType] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Description = stream.Stream } };
        }

        var responses = new OpenApiResponses { ["200"] = success };
        foreach (var status in refusals)
        {
            responses[status.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = status == StatusCodes.Status404NotFound ? Unserved : RefusalTexts.ByStatus[status],
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/json"] = native switch
                    {
                        Dialect.Anthropic => AnthropicError(status),
                        Dialect.OpenAI => OpenAIError(status),
                        Dialect.Ollama => FlatError(status),
                        _ => FlatError(status, "request_id"),
                    },
                },
            };
        }

        return responses;
    }

    private static OpenApiMediaType Object() => new() { Schema = new OpenApiSchema { Type = JsonSchemaType.Object } };

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };

    private static Dictionary<string, IOpenApiSchema> Figures() => FigureNames
        .ToDictionary(
            name => name,
            _ => (IOpenApiSchema)new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64" })
        .Concat(new Dictionary<string, IOpenApiSchema>
        {
            ["unit"] = Text(),
            ["resets_at"] = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null, Format = "date-time" },
            ["subject"] = Text(),
        })
        .ToDictionary();

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

    private static OpenApiMediaType AnthropicError(int status) => new()
    {
        Schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Required = new HashSet<string> { "type", "error" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["type"] = Text(),
                ["error"] = ErrorObject(status, "type", "message"),
                ["request_id"] = Text(),
            },
        },
    };

    private static OpenApiMediaType OpenAIError(int status) => new()
    {
        Schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Required = new HashSet<string> { "error" },
            Properties = new Dictionary<string, IOpenApiSchema> { ["error"] = ErrorObject(status, "message", "type", "param", "code") },
        },
    };

    private static OpenApiSchema ErrorObject(int status, params string[] names)
    {
        var error = names.ToDictionary(name => name, _ => (IOpenApiSchema)Text());
        if (status == StatusCodes.Status429TooManyRequests)
        {
            var details = new Dictionary<string, IOpenApiSchema> { ["error_code"] = Text() };
            error["details"] = new OpenApiSchema { Type = JsonSchemaType.Object, Properties = details.Concat(Figures()).ToDictionary() };
        }

        return new() { Type = JsonSchemaType.Object, Properties = error };
    }
}
