using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Errors;
using Weir.Proxy.Upstreams;
using Weir.Storage.Ledger;
using Weir.Storage.Model;
using Weir.Upstreams;

namespace Weir.Budgets;

/// <summary>What administrators do to budgets, each in one transaction with what it depends on.</summary>
internal sealed class BudgetChanges(WeirDbContext db, UpstreamOverview upstreams, TimeProvider time)
{
    public static ErrorResult Unknown => ErrorResult.NotFound("There is no budget with this id.");

    public async Task<(Guid Id, ErrorResult? Refusal)> AddAsync(BudgetRequest request, CancellationToken cancellationToken)
    {
        var reading = new TermsReading(request);
        if (reading.Read() is not { } terms)
        {
            return (default, reading.Refusal);
        }

        if (!BudgetVocabulary.Subjects.TryRead(request.Subject, out var kind))
        {
            return (default, ErrorResult.BadRequest($"\"subject\" is missing or wrong: write {BudgetVocabulary.Subjects.Choices}."));
        }

        var budget = terms.CopyFor(request.SubjectId ?? default, time.GetUtcNow());
        budget.SubjectKind = kind;
        return await db.InTurnAsync<(Guid, ErrorResult?)>(
            async () =>
            {
                if (await NameSubjectAsync(budget, request, cancellationToken) is { } wrong)
                {
                    return (default, wrong);
                }

                var tooMany = await BudgetTally.RefuseAsync(db, tally => tally.Add(budget.SubjectKind, budget.SubjectId, budget.Upstream), cancellationToken);
                if (tooMany is not null)
                {
                    return (default, tooMany);
                }

                db.Budgets.Add(budget);
                await db.SaveChangesAsync(cancellationToken);
                return (budget.Id, null);
            },
            cancellationToken);
    }

    /// <summary>Null: done.</summary>
    public async Task<ErrorResult?> ChangeAsync(Guid id, ChangeBudgetRequest change, CancellationToken cancellationToken)
    {
        if (TermsReading.Check(change.Name, change.Cap, change.WhenShort, change.Models, out var whenShort) is { } wrong)
        {
            return wrong;
        }

        return await db.InTurnAsync(
            async () =>
            {
                if (await db.Budgets.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } row)
                {
                    return Unknown;
                }

                if (row.IsOwn && (change.Name is not null || change.Models is not null))
                {
                    return ErrorResult.Conflict("This budget counts all that its user or key uses: only \"cap\" and \"when_short\" can be changed. Add another budget for the rest.");
                }

                row.Name = change.SetsName ? change.Name : row.Name;
                row.Cap = change.SetsCap ? change.Cap : row.Cap;
                row.WhenShort = change.WhenShort is null ? row.WhenShort : whenShort;
                row.Models = change.Models ?? row.Models;
                await db.SaveChangesAsync(cancellationToken);
                return null;
            },
            cancellationToken);
    }

    /// <summary>Null: done. Its windows go with it; entries stay, and what is open ends without it.</summary>
    public Task<ErrorResult?> DeleteAsync(Guid id, CancellationToken cancellationToken) => db.InTurnAsync(
        async () =>
        {
            if (await db.Budgets.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } row)
            {
                return Unknown;
            }

            if (row.IsOwn)
            {
                return ErrorResult.Conflict("Every user and every key keeps this budget, so that what it used is known: set its \"cap\" to null instead.");
            }

            db.Budgets.Remove(row);
            await db.SaveChangesAsync(cancellationToken);
            return null;
        },
        cancellationToken);

    /// <summary>Null: the subject is there, and the budget names it as it is called.</summary>
    private async Task<ErrorResult?> NameSubjectAsync(Budget budget, BudgetRequest request, CancellationToken cancellationToken)
    {
        var isNamedById = budget.SubjectKind is SubjectKind.User or SubjectKind.ApiKey or SubjectKind.Group;
        if (isNamedById != request.SubjectId is not null || (budget.SubjectKind == SubjectKind.Upstream) != request.Upstream is not null)
        {
            return ErrorResult.BadRequest("A budget of a user, an api_key or a group needs \"subject_id\", one of an upstream \"upstream\", its name; one of everyone neither.");
        }

        switch (budget.SubjectKind)
        {
            case SubjectKind.User when !await db.Users.AnyAsync(user => user.Id == budget.SubjectId && user.ErasedAt == null, cancellationToken):
                return ErrorResult.BadRequest("\"subject_id\" names no user: GET /admin/api/users lists them.");
            case SubjectKind.ApiKey when !await db.ApiKeys.AnyAsync(key => key.Id == budget.SubjectId && key.RevokedAt == null, cancellationToken):
                return ErrorResult.BadRequest("\"subject_id\" names no API key that is in use.");
            case SubjectKind.Group when !await db.Groups.AnyAsync(group => group.Id == budget.SubjectId, cancellationToken):
                return ErrorResult.BadRequest("\"subject_id\" names no group: GET /admin/api/groups lists them.");
            case SubjectKind.Upstream:
                budget.Upstream = upstreams.All().Select(upstream => upstream.Name).FirstOrDefault(name => UpstreamRules.SameName(name, request.Upstream!));
                return budget.Upstream is null ? ErrorResult.BadRequest("\"upstream\" names no upstream: GET /admin/api/upstreams lists them.") : null;
            default:
                return null;
        }
    }
}
