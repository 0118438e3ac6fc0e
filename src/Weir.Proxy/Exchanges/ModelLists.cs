using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Accounting;
using Weir.Proxy.Admission;
using Weir.Proxy.Dialects;
using Weir.Proxy.Refusals;
using Weir.Proxy.Routing;

namespace Weir.Proxy.Exchanges;

/// <summary>
/// <c>GET /v1/models</c> and <c>/v1/models/{id}</c>: what the caller may use, over all upstreams. The path is Anthropic's and OpenAI's; only
/// Anthropic's clients send <c>anthropic-version</c>.
/// </summary>
internal sealed class ModelLists(Identification identification, ModelOffer offer)
{
    private const int UsualPage = 20;

    private const int LargestPage = 1_000;

    public async Task ListAsync(HttpContext http, Entrance anthropic, Entrance openAI)
    {
        var isAnthropic = IsAnthropic(http.Request);
        using var exchange = new Exchange(http, isAnthropic ? anthropic : openAI);
        var refusal = await identification.IdentifyAsync(exchange)
            ?? (isAnthropic ? await AnswerPageAsync(exchange) : await AnswerAllAsync(exchange));
        await exchange.AnswerAsync(refusal);
    }

    public async Task FindAsync(HttpContext http, Entrance anthropic, Entrance openAI)
    {
        using var exchange = new Exchange(http, IsAnthropic(http.Request) ? anthropic : openAI);
        var refusal = await identification.IdentifyAsync(exchange) ?? await AnswerOneAsync(exchange);
        await exchange.AnswerAsync(refusal);
    }

    public static bool IsAnthropic(HttpRequest request) => request.Headers.ContainsKey("anthropic-version");

    private async Task<Refusal?> AnswerAllAsync(Exchange exchange)
    {
        var models = await offer.OfAsync(exchange.Caller, Dialect.OpenAI);
        return await WriteAsync(exchange, new()
        {
            ["object"] = "list",
            ["data"] = new JsonArray([.. models.Select(model => model.In(Dialect.OpenAI))]),
        });
    }

    /// <summary>Pages as Anthropic's: <c>?limit=20&amp;after_id=…</c> or <c>&amp;before_id=…</c>.</summary>
    private async Task<Refusal?> AnswerPageAsync(Exchange exchange)
    {
        var query = exchange.Http.Request.Query;
        var limit = UsualPage;
        if (query.TryGetValue("limit", out var asked)
            && (!int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > LargestPage))
        {
            return BadRequest($"limit: Input should be a whole number from 1 to {LargestPage}.");
        }

        var models = await offer.OfAsync(exchange.Caller, Dialect.Anthropic);
        var (first, end) = (0, models.Count);
        if (query.TryGetValue("after_id", out var after))
        {
            first = models.FindIndex(model => model.Name == after) + 1;
            if (first == 0)
            {
                return BadRequest("after_id: No model of the list has this id.");
            }
        }

        if (query.TryGetValue("before_id", out var before))
        {
            end = models.FindIndex(model => model.Name == before);
            if (end < 0)
            {
                return BadRequest("before_id: No model of the list has this id.");
            }

            first = Math.Max(first, end - limit);
        }

        var page = models.Skip(first).Take(Math.Min(limit, Math.Max(0, end - first))).ToList();
        var hasMore = before.Count > 0 ? first > 0 : first + page.Count < models.Count;
        return await WriteAsync(exchange, new()
        {
            ["data"] = new JsonArray([.. page.Select(model => model.In(Dialect.Anthropic))]),
            ["has_more"] = hasMore,
            ["first_id"] = page.FirstOrDefault()?.Name,
            ["last_id"] = page.LastOrDefault()?.Name,
        });
    }

    private async Task<Refusal?> AnswerOneAsync(Exchange exchange)
    {
        var dialect = exchange.Operation.Dialect;
        // A slash within a name, as OpenRouter's have, comes escaped.
        var id = Uri.UnescapeDataString((string)exchange.Http.GetRouteValue("id")!);
        var models = await offer.OfAsync(exchange.Caller, dialect);
        return models.Find(model => ModelPattern.IsSame(model.Name, id)) is { } found
            ? await WriteAsync(exchange, found.In(dialect))
            : new(StatusCodes.Status404NotFound, RefusalReason.ClientModelUnknown, $"No model here has the name \"{id}\".");
    }

    private static async Task<Refusal?> WriteAsync(Exchange exchange, JsonObject answer)
    {
        var response = exchange.Http.Response;
        response.ContentType = "application/json";
        response.Headers["request-id"] = exchange.RequestId;
        await response.WriteAsync(answer.ToJsonString(RefusalJson.Plain), exchange.Http.RequestAborted);
        return null;
    }

    private static Refusal BadRequest(string message) => new(StatusCodes.Status400BadRequest, RefusalReason.ClientBadRequest, message);
}
