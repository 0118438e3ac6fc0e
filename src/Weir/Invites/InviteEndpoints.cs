using Microsoft.AspNetCore.Http.HttpResults;
using Weir.Authentication;
using Weir.Bodies;
using Weir.Errors;

namespace Weir.Invites;

/// <summary><c>/admin/api/invites</c>, and the links by which administrators let users set their passwords anew.</summary>
internal static class InviteEndpoints
{
    public static void MapInvites(this IEndpointRouteBuilder app)
    {
        var invites = app.MapGroup("/admin/api/invites").RequireAccess(Access.Administrator).WithTags("Invites");
        invites.MapGet("/", ListAsync).WithSummary("Invites and links to reset passwords, newest first.");
        invites.MapPost("/", InviteAsync).RequireConfirmation()
            .TakesBody().Refuses(StatusCodes.Status409Conflict)
            .WithSummary("Makes a one-time link by which somebody joins. The answer is the only time it is shown.");
        invites.MapDelete("/{id:guid}", RevokeAsync).RequireConfirmation()
            .Refuses(StatusCodes.Status404NotFound)
            .WithSummary("Revokes a link, if it is still open.");

        app.MapPost("/admin/api/users/{id:guid}/reset", ResetAsync).RequireAccess(Access.Administrator).WithTags("Users").RequireConfirmation()
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict)
            .WithSummary("Makes a one-time link by which the user sets the password anew. The answer is the only time it is shown; earlier ones end.");
    }

    private static async Task<Results<Ok<InviteListAnswer>, ErrorResult>> ListAsync(
        string? limit, Guid? before, string? purpose, string? state, InviteQueries queries, CancellationToken cancellationToken) =>
        InviteFilter.Parse(limit, before, purpose, state, out var filter) is { } wrong ? wrong : TypedResults.Ok(await queries.ListAsync(filter, cancellationToken));

    private static async Task<Results<Created<MadeLinkAnswer>, ErrorResult>> InviteAsync(
        InviteRequest request, HttpContext http, InviteChanges changes, CancellationToken cancellationToken)
    {
        var (link, refusal) = await changes.InviteAsync(request, http.Caller.User.Value, cancellationToken);
        return link is null ? refusal! : TypedResults.Created((string?)null, link.Answer(http.Request));
    }

    private static async Task<Results<Ok<SuccessAnswer>, ErrorResult>> RevokeAsync(Guid id, InviteChanges changes, CancellationToken cancellationToken) =>
        await changes.RevokeAsync(id, cancellationToken) is { } refusal ? refusal : TypedResults.Ok(new SuccessAnswer());

    private static async Task<Results<Created<MadeLinkAnswer>, ErrorResult>> ResetAsync(
        Guid id, HttpContext http, InviteChanges changes, CancellationToken cancellationToken)
    {
        var (link, refusal) = await changes.ResetAsync(id, http.Caller.User.Value, cancellationToken);
        return link is null ? refusal! : TypedResults.Created((string?)null, link.Answer(http.Request));
    }
}
