using Microsoft.AspNetCore.Http.HttpResults;
using Weir.Authentication;
using Weir.Errors;
using Weir.Usage;

namespace Weir.Requests;

/// <summary><c>/admin/api/requests</c>: the ledger as an explorer.</summary>
internal static class RequestEndpoints
{
    private const string About =
        "`from` and `to` are days or times, `user` and `key` ids, `outcome` is one or several of the words that entries have, with commas between them, or `failed`. A search for what is "
        + "rare ends when it has looked at so many entries that it would take too long: then the page isn't full, `searched_to` says how far it came, and `next` goes on from there. "
        + "Corrections are in the counts of the attempts that they correct.";

    public static IServiceCollection AddRequests(this IServiceCollection services) => services
        .AddScoped<EntryTimes>()
        .AddScoped<EntrySearch>()
        .AddScoped<RequestQueries>()
        .AddScoped<ExchangeEntries>()
        .AddScoped<ExchangeQueries>()
        .ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, RequestJson.Default));

    public static void MapRequests(this IEndpointRouteBuilder app)
    {
        var requests = app.MapGroup("/admin/api/requests").RequireAccess(Access.Administrator).WithTags("Usage");
        requests.MapGet("/", ListAsync).Refuses(StatusCodes.Status400BadRequest)
            .WithSummary("Attempts, newest first, by time, user, API key, model, upstream and outcome.").WithDescription(About);
        requests.MapGet("/{id}", OneAsync).Refuses(StatusCodes.Status404NotFound)
            .WithSummary("One exchange with its attempts: when what happened, what it cost by which price, in which budgets it counts, and how it was corrected.")
            .WithDescription("`id` is an entry's number, an attempt's id, or what answers name the exchange by (`req_…`).");
    }

    private static async Task<Results<Ok<RequestsAnswer>, ErrorResult>> ListAsync(
        [AsParameters] RequestTerms terms, string? limit, string? before, RequestQueries queries, CancellationToken cancellationToken)
    {
        if (UsagePage.Parse(limit, before, out var page) is { } wrong)
        {
            return wrong;
        }

        return terms.Read(out var filter) is { } unknown ? unknown : TypedResults.Ok(await queries.ListAsync(filter, page.Before, page.Limit, cancellationToken));
    }

    private static async Task<Results<Ok<ExchangeAnswer>, ErrorResult>> OneAsync(string id, ExchangeQueries queries, CancellationToken cancellationToken) =>
        await queries.FindAsync(id, cancellationToken) is { } exchange
            ? TypedResults.Ok(exchange)
            : ErrorResult.NotFound("There is no such request: it may still be open, or its details have become a sum, after the time that the setting Weir__RetentionDays says.");
}
