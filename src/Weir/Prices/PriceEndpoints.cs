using Microsoft.AspNetCore.Http.HttpResults;
using Weir.Authentication;
using Weir.Bodies;
using Weir.Changes;
using Weir.Errors;
using Weir.Usage;

namespace Weir.Prices;

/// <summary><c>/admin/api/prices</c>. What changes something puts it in force before it answers.</summary>
internal static class PriceEndpoints
{
    public static IServiceCollection AddPrices(this IServiceCollection services) => services
        .AddSingleton<PricesInForce>()
        .AddSingleton<IInForce>(provider => provider.GetRequiredService<PricesInForce>())
        .AddScoped<PriceChanges>()
        .AddScoped<PriceQueries>()
        .AddScoped<PriceDesk>()
        .ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, PriceJson.Default));

    public static void MapPrices(this IEndpointRouteBuilder app)
    {
        var prices = app.MapGroup("/admin/api/prices").RequireAccess(Access.Administrator).WithTags("Prices");
        prices.MapGet("/", ListAsync)
            .WithSummary("The shipped prices, with their source and date, and those that were made here, every version of them, the latest first.")
            .WithDescription("Amounts are whole nano-dollars: $1 is 1000000000. A price that was made here counts before a shipped one, that of an upstream before one of any, an exact name before a beginning, a longer beginning before a shorter.");
        prices.MapGet("/{id:guid}", FindAsync).Refuses(StatusCodes.Status404NotFound).WithSummary("One version of a price: what an entry of the ledger was reckoned by.");
        prices.MapGet("/in-force", InForce).Refuses(StatusCodes.Status404NotFound)
            .WithSummary("The price that a request for a model at an upstream has now.");
        prices.MapPost("/", AddAsync).RequireConfirmation()
            .TakesBody().Refuses(StatusCodes.Status409Conflict)
            .WithSummary("Makes a new version of the price of a model, or of all models that have none, from now or a later instant on.")
            .WithDescription("It ends the version before it. Nothing that was reckoned is reckoned anew: entries keep the version of their admission. A price of 0 makes a model free, be it for one upstream; a fallback is never 0.");
        prices.MapPost("/{id:guid}/end", EndAsync).RequireConfirmation()
            .TakesBody().Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict)
            .WithSummary("Withdraws a price, now or at a later instant: from then on the next that fits, the shipped one or the fallback applies again.");
        prices.MapDelete("/{id:guid}", DeleteAsync).RequireConfirmation()
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict)
            .WithSummary("Deletes a price that is only planned. One that was in force stays, since entries of the ledger name it.");
    }

    private static async Task<Results<Ok<PricesAnswer>, ErrorResult>> ListAsync(
        string? limit, string? before, string? model, string? upstream, PriceQueries queries, CancellationToken cancellationToken) =>
        UsagePage.Parse(limit, before, out var page) is { } wrong ? wrong : TypedResults.Ok(await queries.PageAsync(page, model, upstream, cancellationToken));

    private static async Task<Results<Ok<PriceAnswer>, ErrorResult>> FindAsync(Guid id, PriceQueries queries, CancellationToken cancellationToken) =>
        await queries.FindAsync(id, cancellationToken) is { } price ? TypedResults.Ok(price) : ErrorResult.NotFound("There is no price with this id.");

    private static Results<Ok<PriceAnswer>, ErrorResult> InForce(string? upstream, string? model, PriceQueries queries)
    {
        if (string.IsNullOrEmpty(upstream) || string.IsNullOrEmpty(model))
        {
            return ErrorResult.BadRequest("\"upstream\" and \"model\" are needed: the name of an upstream, and the model's name there.");
        }

        return queries.InForce(upstream, model) is { } price
            ? TypedResults.Ok(price)
            : ErrorResult.NotFound("\"upstream\" names no upstream: GET /admin/api/upstreams lists them.");
    }

    private static async Task<Results<Created<PriceAnswer>, ErrorResult>> AddAsync(PriceRequest request, PriceDesk desk, CancellationToken cancellationToken)
    {
        var (price, refusal) = await desk.AddAsync(request, cancellationToken);
        return refusal is null ? TypedResults.Created($"/admin/api/prices/{price!.Id}", price) : refusal;
    }

    private static async Task<Results<Ok<PriceAnswer>, ErrorResult>> EndAsync(Guid id, EndPriceRequest request, PriceDesk desk, CancellationToken cancellationToken)
    {
        var (price, refusal) = await desk.EndAsync(id, request.EndsAt, cancellationToken);
        return refusal is null ? TypedResults.Ok(price) : refusal;
    }

    private static async Task<Results<Ok<SuccessAnswer>, ErrorResult>> DeleteAsync(Guid id, PriceDesk desk, CancellationToken cancellationToken) =>
        await desk.DeleteAsync(id, cancellationToken) is { } refusal ? refusal : TypedResults.Ok(new SuccessAnswer());
}
