using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Authentication;
using Weir.Bodies;
using Weir.Changes;
using Weir.Errors;
using Weir.Proxy.Metering;
using Weir.Proxy.Upstreams;
using Weir.Storage.Model;
using Weir.Upstreams;
using Weir.Usage;

namespace Weir.Prices;

/// <summary><c>/admin/api/prices</c>. What changes something puts it in force before it answers.</summary>
internal static class PriceEndpoints
{
    public static IServiceCollection AddPrices(this IServiceCollection services) => services
        .AddSingleton<PricesInForce>()
        .AddSingleton<IInForce>(provider => provider.GetRequiredService<PricesInForce>())
        .AddScoped<PriceChanges>()
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
        string? limit, string? before, string? model, string? upstream, WeirDbContext db, PriceList prices, TimeProvider time, CancellationToken cancellationToken)
    {
        if (UsagePage.Parse(limit, before, out var page) is { } wrong)
        {
            return wrong;
        }

        var now = time.GetUtcNow();
        var wanted = db.Prices.AsNoTracking().Where(price => price.Version < page.Before);
        if (model is not null)
        {
            var name = ModelPattern.WithoutDefaultTag(model).ToString();
            wanted = wanted.Where(price => price.Model == name);
        }

        wanted = upstream is null ? wanted : wanted.Where(price => price.Upstream == upstream);
        var rows = await wanted.OrderByDescending(price => price.Version).Take(page.Limit + 1).ToListAsync(cancellationToken);
        var next = rows.Count > page.Limit ? rows[page.Limit - 1].Version.ToString(CultureInfo.InvariantCulture) : null;
        var (shipped, book) = (ShippedPrices.Anthropic, prices.Current);
        return TypedResults.Ok(new PricesAnswer(
            shipped.Source,
            shipped.Date,
            [.. shipped.Notes],
            PriceAnswer.Of(book.FallbackAt(now), "in_force"),
            ShippedListing.OwnMachine,
            new ShippedListing(book, now).All(),
            [.. rows.Take(page.Limit).Select(row => PriceAnswer.Of(row, now))],
            next));
    }

    private static async Task<Results<Ok<PriceAnswer>, ErrorResult>> FindAsync(
        Guid id, WeirDbContext db, PriceList prices, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return new ShippedListing(prices.Current, now).Find(id) is { } shipped ? TypedResults.Ok(shipped)
            : await db.Prices.AsNoTracking().SingleOrDefaultAsync(price => price.Id == id, cancellationToken) is { } stored ? TypedResults.Ok(PriceAnswer.Of(stored, now))
            : ErrorResult.NotFound("There is no price with this id.");
    }

    private static Results<Ok<PriceAnswer>, ErrorResult> InForce(string? upstream, string? model, UpstreamOverview upstreams, PriceList prices)
    {
        if (string.IsNullOrEmpty(upstream) || string.IsNullOrEmpty(model))
        {
            return ErrorResult.BadRequest("\"upstream\" and \"model\" are needed: the name of an upstream, and the model's name there.");
        }

        return upstreams.All().FirstOrDefault(known => UpstreamRules.SameName(known.Name, upstream)) is { } there
            ? TypedResults.Ok(PriceAnswer.Of(prices.Find(there.Name, there.Kind, model), "in_force"))
            : ErrorResult.NotFound("\"upstream\" names no upstream: GET /admin/api/upstreams lists them.");
    }

    private static async Task<Results<Created<PriceAnswer>, ErrorResult>> AddAsync(
        PriceRequest request, PriceChanges changes, PricesInForce inForce, WeirDbContext db, TimeProvider time, CancellationToken cancellationToken)
    {
        var (id, refusal) = await changes.AddAsync(request, cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        await inForce.ApplyAsync(cancellationToken);
        var made = await db.Prices.AsNoTracking().SingleAsync(price => price.Id == id, cancellationToken);
        return TypedResults.Created($"/admin/api/prices/{id}", PriceAnswer.Of(made, time.GetUtcNow()));
    }

    private static async Task<Results<Ok<PriceAnswer>, ErrorResult>> EndAsync(
        Guid id, EndPriceRequest request, PriceChanges changes, PricesInForce inForce, WeirDbContext db, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await changes.EndAsync(id, request.EndsAt, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        await inForce.ApplyAsync(cancellationToken);
        var ended = await db.Prices.AsNoTracking().SingleAsync(price => price.Id == id, cancellationToken);
        return TypedResults.Ok(PriceAnswer.Of(ended, time.GetUtcNow()));
    }

    private static async Task<Results<Ok<SuccessAnswer>, ErrorResult>> DeleteAsync(
        Guid id, PriceChanges changes, PricesInForce inForce, CancellationToken cancellationToken)
    {
        if (await changes.DeleteAsync(id, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        await inForce.ApplyAsync(cancellationToken);
        return TypedResults.Ok(new SuccessAnswer());
    }
}
