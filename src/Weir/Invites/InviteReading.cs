using Weir.Budgets;
using Weir.Errors;
using Weir.ModelRoutes;
using Weir.Storage.Accounts;
using Weir.Storage.Ledger;

namespace Weir.Invites;

/// <summary>Takes what an invite promises out of a body, or says what is wrong with it.</summary>
internal sealed class InviteReading(InviteRequest request, DateTimeOffset latest, DateTimeOffset now)
{
    /// <summary>Null: nothing is wrong.</summary>
    public ErrorResult? Read(out List<BudgetDraft> budgets)
    {
        budgets = [];
        return CheckNote() ?? CheckLimits() ?? CheckExpiry() ?? ReadBudgets(budgets);
    }

    private ErrorResult? CheckNote() =>
        request.Note is { } note && (string.IsNullOrWhiteSpace(note) || note.Length > Invite.LongestNote || note.Any(char.IsControl))
            ? ErrorResult.BadRequest($"\"note\" must have 1 to {Invite.LongestNote} printable characters, or be null.")
            : null;

    private ErrorResult? CheckLimits() => request.TokenLimit < 0
        ? ErrorResult.BadRequest("\"token_limit\" must be 0 or more, or null for no limit.")
        : AllowedModels.Check(request.Models);

    private ErrorResult? CheckExpiry() => request.ExpiresAt <= now || request.ExpiresAt > latest
        ? ErrorResult.BadRequest("\"expires_at\" must be in the future, and at most 30 days from now.")
        : null;

    private ErrorResult? ReadBudgets(List<BudgetDraft> budgets)
    {
        var wanted = request.Budgets ?? [];
        if (wanted.Count > Budget.MostPerAttempt || wanted.Contains(null!))
        {
            return ErrorResult.BadRequest($"\"budgets\" must be a list of at most {Budget.MostPerAttempt} budgets.");
        }

        foreach (var terms in wanted)
        {
            var reading = new TermsReading(terms);
            if (reading.Read() is not { } template)
            {
                return ErrorResult.BadRequest($"In \"budgets\": {reading.Refusal.Error}");
            }

            budgets.Add(template.ToDraft());
        }

        return null;
    }
}
