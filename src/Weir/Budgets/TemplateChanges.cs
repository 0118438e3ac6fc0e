using Microsoft.EntityFrameworkCore;
using Weir.Errors;
using Weir.Storage.Ledger;
using Weir.Storage.Model;

namespace Weir.Budgets;

/// <summary>What administrators do to the budgets that new users get copies of.</summary>
internal sealed class TemplateChanges(WeirDbContext db, TimeProvider time)
{
    public async Task<(BudgetTemplate? Template, ErrorResult? Refusal)> AddAsync(TemplateRequest request, CancellationToken cancellationToken)
    {
        var reading = new TermsReading(request);
        if (reading.Read() is not { } template)
        {
            return (null, reading.Refusal);
        }

        if (request.Role is not (TemplateAnswer.User or TemplateAnswer.Administrator))
        {
            return (null, ErrorResult.BadRequest($"\"role\" is missing or wrong: write {TemplateAnswer.User} or {TemplateAnswer.Administrator}."));
        }

        (template.IsForAdministrators, template.CreatedAt) = (request.Role == TemplateAnswer.Administrator, time.GetUtcNow());
        return await db.InTurnAsync<(BudgetTemplate?, ErrorResult?)>(
            async () =>
            {
                if (await BudgetTally.RefuseAsync(db, tally => tally.AddTemplate(template.IsForAdministrators), cancellationToken) is { } tooMany)
                {
                    return (null, tooMany);
                }

                db.BudgetTemplates.Add(template);
                await db.SaveChangesAsync(cancellationToken);
                return (template, null);
            },
            cancellationToken);
    }

    /// <summary>Null: done. Budgets that were copied from it stay.</summary>
    public Task<ErrorResult?> DeleteAsync(Guid id, CancellationToken cancellationToken) => db.InTurnAsync(
        async () =>
        {
            if (await db.BudgetTemplates.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } row)
            {
                return ErrorResult.NotFound("There is no template with this id.");
            }

            db.BudgetTemplates.Remove(row);
            await db.SaveChangesAsync(cancellationToken);
            return null;
        },
        cancellationToken);
}
