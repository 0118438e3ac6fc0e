using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using Weir.Errors;
using Weir.Invites;
using Weir.ModelRoutes;
using Weir.Prices;

namespace Weir.Bodies;

/// <summary>Says what is wrong with a body that could not be read: the field, and what belongs there.</summary>
internal sealed class BodyErrors(IOptions<JsonOptions> json)
{
    public ErrorResult Explain(BadHttpRequestException exception, Endpoint endpoint) => ErrorResult.BadRequest(
        exception.InnerException is JsonException wrong
            ? Explain(wrong, endpoint)
            : "The request needs a JSON object as its body, and parameters of the right type.");

    private string Explain(JsonException exception, Endpoint endpoint)
    {
        // The reader's own exception is inside when the text is no JSON at all.
        if (exception.InnerException is JsonException || exception.Path is null)
        {
            return "The body is not valid JSON.";
        }

        var field = exception.Path.TrimStart('$').TrimStart('.').Split('.', '[')[0];
        return field.Length == 0
            ? "The body must be a JSON object in which no field is repeated."
            : $"\"{field}\" must be {(exception.Message == TextConverter.Problem ? TextConverter.Problem : Expected(field, endpoint))}.";
    }

    private string Expected(string field, Endpoint endpoint)
    {
        var body = endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType;
        var options = json.Value.SerializerOptions;
        var property = body is null || !options.TryGetTypeInfo(body, out var type)
            ? null
            : type.Properties.FirstOrDefault(p => p.Name == field);
        return property is null ? "of another type" : Words(property);
    }

    private static string Words(JsonPropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return type == typeof(string) ? "a string"
            : type == typeof(bool) ? "true or false (or 1 or 0)"
            : type == typeof(Guid) ? "an id as in \"01890a5d-ac96-774b-bcce-b302099a8057\", or null"
            : type == typeof(long) ? "a whole number or null"
            : type == typeof(DateTimeOffset) ? "a time as in \"2027-01-31T12:00:00Z\", or null"
            : type == typeof(List<Guid>) ? "a list of ids, each as in \"01890a5d-ac96-774b-bcce-b302099a8057\""
            : type == typeof(List<string>) ? "a list of strings"
            : type == typeof(List<TargetRequest>) ? "a list of targets, each as in {\"upstream\":\"anthropic\",\"model\":\"claude-sonnet-4-5\",\"weight\":1}"
            : type == typeof(List<InviteBudgetRequest>) ? "a list of budgets, each as in {\"unit\":\"tokens\",\"window\":\"month\",\"cap\":1000000}"
            : type == typeof(RatesJson) ? "whole nano-dollars for a million tokens, as in {\"input\":3000000000,\"output\":15000000000}"
            : type == typeof(MultipliersJson) ? "multipliers in permille, as in {\"permille\":{\"fast\":2000},\"silent\":1000}"
            : type == typeof(LongContextJson) ? "as in {\"over\":200000,\"input_permille\":2000,\"output_permille\":1500}, or null"
            : type == typeof(Dictionary<string, long>) ? "whole numbers by name, as in {\"web_search\":10000000}"
            : throw new InvalidOperationException($"There are no words yet for a body's field of type {type}.");
    }
}
