using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Weir.Authentication;
using Weir.Bodies;
using Weir.Errors;
using Weir.Storage.Accounts;
using Weir.Storage.Model;

namespace Weir.Groups;

/// <summary><c>/admin/api/groups</c>.</summary>
internal static class GroupEndpoints
{
    private static readonly string NeedsName = $"\"name\" is needed, with at most {Group.LongestName} characters.";

    public static IServiceCollection AddGroups(this IServiceCollection services) => services
        .AddScoped<GroupChanges>()
        .ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, GroupJson.Default));

    public static void MapGroups(this IEndpointRouteBuilder app)
    {
        var groups = app.MapGroup("/admin/api/groups").RequireAccess(Access.Administrator).WithTags("Groups");
        groups.MapGet("/", ListAsync).WithSummary("All groups, by name.");
        groups.MapGet("/{id:guid}", FindAsync).Refuses(StatusCodes.Status404NotFound).WithSummary("One group.");
        groups.MapPost("/", AddAsync).RequireConfirmation()
            .TakesBody().Refuses(StatusCodes.Status409Conflict)
            .WithSummary("Makes a group. Users join it by group_id of /admin/api/users.");
        groups.MapPut("/{id:guid}", RenameAsync).RequireConfirmation()
            .TakesBody().Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict)
            .WithSummary("Renames a group.");
        groups.MapDelete("/{id:guid}", DeleteAsync).RequireConfirmation()
            .Refuses(StatusCodes.Status404NotFound)
            .WithSummary("Deletes a group with its budgets. Its members stay.");
    }

    private static async Task<Ok<List<GroupAnswer>>> ListAsync(WeirDbContext db, CancellationToken cancellationToken) =>
        TypedResults.Ok(await Answers(db, db.Groups).ToListAsync(cancellationToken));

    private static async Task<Results<Ok<GroupAnswer>, ErrorResult>> FindAsync(Guid id, WeirDbContext db, CancellationToken cancellationToken) =>
        await Answers(db, db.Groups.Where(group => group.Id == id)).SingleOrDefaultAsync(cancellationToken) is { } group
            ? TypedResults.Ok(group)
            : GroupChanges.Unknown;

    private static async Task<Results<Created<GroupAnswer>, ErrorResult>> AddAsync(
        GroupRequest request, GroupChanges changes, WeirDbContext db, CancellationToken cancellationToken)
    {
        if (!IsName(request.Name))
        {
            return ErrorResult.BadRequest(NeedsName);
        }

        var (id, refusal) = await changes.AddAsync(request.Name!, cancellationToken);
        return refusal is not null
            ? refusal
            : TypedResults.Created($"/admin/api/groups/{id}", await Answers(db, db.Groups.Where(group => group.Id == id)).SingleAsync(cancellationToken));
    }

    private static async Task<Results<Ok<GroupAnswer>, ErrorResult>> RenameAsync(
        Guid id, GroupRequest request, GroupChanges changes, WeirDbContext db, CancellationToken cancellationToken) =>
        !IsName(request.Name) ? ErrorResult.BadRequest(NeedsName)
        : await changes.RenameAsync(id, request.Name!, cancellationToken) is { } refusal ? refusal
        : await FindAsync(id, db, cancellationToken);

    private static async Task<Results<Ok<SuccessAnswer>, ErrorResult>> DeleteAsync(Guid id, GroupChanges changes, CancellationToken cancellationToken) =>
        await changes.DeleteAsync(id, cancellationToken) is { } refusal ? refusal : TypedResults.Ok(new SuccessAnswer());

    private static bool IsName(string? name) => !string.IsNullOrWhiteSpace(name) && name.Length <= Group.LongestName;

    private static IQueryable<GroupAnswer> Answers(WeirDbContext db, IQueryable<Group> groups) => groups.AsNoTracking()
        .OrderBy(group => group.Name)
        .Select(group => new GroupAnswer(group.Id, group.Name, db.Users.Count(user => user.GroupId == group.Id && user.ErasedAt == null), group.CreatedAt));
}
