using Microsoft.EntityFrameworkCore;
using Weir.Errors;
using Weir.Storage.Ledger;
using Weir.Storage.Model;

namespace Weir.Budgets;

/// <summary>What administrators do to the budgets that new users get copies of.</summary>
internal sealed class TemplateChanges(WeirDbContext db, TimeProvider time)
{
    private static ErrorResult Unknown => ErrorResult.NotFound("There is no template with this id.");

    /// <summary>The oldest first.</summary>
    public async Task<List<TemplateAnswer>> AllAsync(CancellationToken cancellationToken)
    {
        var templates = await db.BudgetTemplates.AsNoTracking().OrderBy(template => template.CreatedAt).ThenBy(template => template.Id).ToListAsync(cancellationToken);
        return templates.ConvertAll(TemplateAnswer.Of);
    }

    public async Task<(BudgetTemplate? Template, ErrorResult? Refusal)> AddAsync(TemplateRequest request, CancellationToken cancellationToken)
    {
        var (template, refusal) = Read(request);
        if (template is null)
        {
            return (null, refusal);
        }

        template.CreatedAt = time.GetUtcNow();
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

    /// <summary>Budgets that were copied from it stay as they are.</summary>
    public async Task<(BudgetTemplate? Template, ErrorResult? Refusal)> ChangeAsync(Guid id, TemplateRequest request, CancellationToken cancellationToken)
    {
        var (wanted, refusal) = Read(request);
        if (wanted is null)
        {
            return (null, refusal);
        }

        return await db.InTurnAsync<(BudgetTemplate?, ErrorResult?)>(
            async () =>
            {
                if (await db.BudgetTemplates.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } row)
                {
                    return (null, Unknown);
                }

                if (row.IsForAdministrators != wanted.IsForAdministrators
                    && await BudgetTally.RefuseAsync(db, tally => tally.AddTemplate(wanted.IsForAdministrators), cancellationToken) is { } tooMany)
                {
                    return (null, tooMany);
                }

                (row.IsForAdministrators, row.Name, row.Unit, row.WindowKind) = (wanted.IsForAdministrators, wanted.Name, wanted.Unit, wanted.WindowKind);
                (row.TimeZone, row.Cap, row.WhenShort, row.Models) = (wanted.TimeZone, wanted.Cap, wanted.WhenShort, wanted.Models);
                await db.SaveChangesAsync(cancellationToken);
                return (row, null);
            },
            cancellationToken);
    }

    /// <summary>Null: done. Budgets that were copied from it stay.</summary>
    public Task<ErrorResult?> DeleteAsync(Guid id, CancellationToken cancellationToken) => db.InTurnAsync(
        async () =>
        {
            if (await db.BudgetTemplates.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } row)
            {
                return Unknown;
            }

            db.BudgetTemplates.Remove(row);
            await db.SaveChangesAsync(cancellationToken);
            return null;
        },
        cancellationToken);

    private static (BudgetTemplate? Template, ErrorResult? Refusal) Read(TemplateRequest request)
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

        template.IsForAdministrators = request.Role == TemplateAnswer.Administrator;
        return (template, null);
    }
}
