using Microsoft.AspNetCore.Http.HttpResults;
using Weir.Authentication;
using Weir.Bodies;
using Weir.Errors;

namespace Weir.Budgets;

/// <summary><c>/admin/api/budgets</c>, and <c>/api/inference/budgets</c>: one's own.</summary>
internal static class BudgetEndpoints
{
    public static void MapBudgets(this IEndpointRouteBuilder app)
    {
        var budgets = app.MapGroup("/admin/api/budgets").RequireAccess(Access.Administrator).WithTags("Budgets");
        budgets.MapGet("/", ListAsync)
            .WithSummary("Budgets, or those of one subject, the latest first, with what is used and set aside in the current window of each.")
            .WithDescription("A page has `limit` budgets (100 unless told, 1000 at most); `before`, the id of the last one of a page, asks for the next.");
        budgets.MapGet("/subjects", SubjectsAsync).Refuses(StatusCodes.Status400BadRequest)
            .WithSummary("Users, groups, API keys or upstreams whose name has a text in it, the first twenty: whom a budget can be for.");
        budgets.MapGet("/{id:guid}", FindAsync).Refuses(StatusCodes.Status404NotFound).WithSummary("One budget.");
        budgets.MapPost("/", AddAsync).RequireConfirmation()
            .TakesBody().Refuses(StatusCodes.Status409Conflict)
            .WithSummary("Adds a budget to a user, an API key, a group, an upstream or everyone. It counts from now on.");
        budgets.MapPut("/{id:guid}", ChangeAsync).RequireConfirmation()
            .TakesBody().Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict)
            .WithSummary("Changes any of name, cap, when_short and models; of the budget that every user and key has only cap and when_short.");
        budgets.MapDelete("/{id:guid}", DeleteAsync).RequireConfirmation()
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict)
            .WithSummary("Deletes a budget. Ledger entries stay.");

        var templates = budgets.MapGroup("/templates");
        templates.MapGet("/", TemplatesAsync).WithSummary("The budgets that new users get copies of.");
        templates.MapPost("/", AddTemplateAsync).RequireConfirmation()
            .TakesBody().Refuses(StatusCodes.Status409Conflict)
            .WithSummary("Adds a budget that every new user of a role gets a copy of.");
        templates.MapPut("/{id:guid}", ChangeTemplateAsync).RequireConfirmation()
            .TakesBody().Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict)
            .WithSummary("Replaces a template. Budgets that were copied from it stay as they are.");
        templates.MapDelete("/{id:guid}", DeleteTemplateAsync).RequireConfirmation()
            .Refuses(StatusCodes.Status404NotFound)
            .WithSummary("Deletes a template. Budgets that were copied from it stay.");

        app.MapGet("/api/inference/budgets", OwnAsync).RequireAccess(Access.Caller).WithTags("Budgets")
            .WithSummary("The budgets that my requests belong to, with what is left of each.");
    }

    public static IServiceCollection AddBudgets(this IServiceCollection services) => services
        .AddScoped<BudgetQueries>()
        .AddScoped<BudgetChanges>()
        .AddScoped<TemplateChanges>()
        .AddScoped<SubjectQueries>()
        .ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, BudgetJson.Default));

    private static async Task<Results<Ok<List<BudgetAnswer>>, ErrorResult>> ListAsync(
        [AsParameters] BudgetListQuery query, BudgetQueries queries, CancellationToken cancellationToken) =>
        query.Read(out var selection) is { } wrong ? wrong : TypedResults.Ok(await queries.PageAsync(selection, cancellationToken));

    private static async Task<Results<Ok<List<SubjectChoice>>, ErrorResult>> SubjectsAsync(
        string? subject, string? search, SubjectQueries queries, CancellationToken cancellationToken) =>
        BudgetVocabulary.Subjects.TryRead(subject, out var kind)
            ? TypedResults.Ok(await queries.FindAsync(kind, search, cancellationToken))
            : ErrorResult.BadRequest($"\"subject\" must be {BudgetVocabulary.Subjects.Choices}.");

    private static async Task<Results<Ok<BudgetAnswer>, ErrorResult>> FindAsync(Guid id, BudgetQueries queries, CancellationToken cancellationToken) =>
        await queries.FindAsync(id, cancellationToken) is { } budget ? TypedResults.Ok(budget) : BudgetChanges.Unknown;

    private static async Task<Results<Created<BudgetAnswer>, ErrorResult>> AddAsync(
        BudgetRequest request, BudgetChanges changes, BudgetQueries queries, CancellationToken cancellationToken)
    {
        var (id, refusal) = await changes.AddAsync(request, cancellationToken);
        return refusal is not null
            ? refusal
            : TypedResults.Created($"/admin/api/budgets/{id}", await queries.FindAsync(id, cancellationToken));
    }

    private static async Task<Results<Ok<BudgetAnswer>, ErrorResult>> ChangeAsync(
        Guid id, ChangeBudgetRequest request, BudgetChanges changes, BudgetQueries queries, CancellationToken cancellationToken) =>
        await changes.ChangeAsync(id, request, cancellationToken) is { } refusal ? refusal : await FindAsync(id, queries, cancellationToken);

    private static async Task<Results<Ok<SuccessAnswer>, ErrorResult>> DeleteAsync(Guid id, BudgetChanges changes, CancellationToken cancellationToken) =>
        await changes.DeleteAsync(id, cancellationToken) is { } refusal ? refusal : TypedResults.Ok(new SuccessAnswer());

    private static async Task<Ok<List<TemplateAnswer>>> TemplatesAsync(TemplateChanges templates, CancellationToken cancellationToken) =>
        TypedResults.Ok(await templates.AllAsync(cancellationToken));

    private static async Task<Results<Created<TemplateAnswer>, ErrorResult>> AddTemplateAsync(
        TemplateRequest request, TemplateChanges changes, CancellationToken cancellationToken)
    {
        var (template, refusal) = await changes.AddAsync(request, cancellationToken);
        return template is null ? refusal! : TypedResults.Created((string?)null, TemplateAnswer.Of(template));
    }

    private static async Task<Results<Ok<TemplateAnswer>, ErrorResult>> ChangeTemplateAsync(
        Guid id, TemplateRequest request, TemplateChanges changes, CancellationToken cancellationToken)
    {
        var (template, refusal) = await changes.ChangeAsync(id, request, cancellationToken);
        return template is null ? refusal! : TypedResults.Ok(TemplateAnswer.Of(template));
    }

    private static async Task<Results<Ok<SuccessAnswer>, ErrorResult>> DeleteTemplateAsync(Guid id, TemplateChanges changes, CancellationToken cancellationToken) =>
        await changes.DeleteAsync(id, cancellationToken) is { } refusal ? refusal : TypedResults.Ok(new SuccessAnswer());

    private static async Task<Ok<List<BudgetAnswer>>> OwnAsync(HttpContext http, BudgetQueries queries, CancellationToken cancellationToken) =>
        TypedResults.Ok(await queries.OfAsync([.. http.Caller.Budgets.Select(scope => scope.Budget.Value)], cancellationToken));
}
