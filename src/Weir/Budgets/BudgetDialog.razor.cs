using Microsoft.AspNetCore.Components;
using Weir.Web;
using Weir.Web.Work;

namespace Weir.Budgets;

/// <summary>Adds a budget or changes one, and says in a sentence what it comes to.</summary>
public sealed partial class BudgetDialog
{
    private TermsForm _form = new();
    private string _subject = "user";
    private SubjectChoice? _who;

    /// <summary>Null: one is to be added.</summary>
    [Parameter]
    public BudgetAnswer? Existing { get; set; }

    private string WhoLabel => _subject switch
    {
        "user" => "User",
        "group" => "Group",
        "api_key" => "API key",
        _ => "Upstream",
    };

    private string Who => Existing is not null ? BudgetPhrases.Who(Existing)
        : _subject == "everyone" ? "Everyone together"
        : _who?.Name ?? $"The {WhoWord}";

    /// <summary>Within a sentence.</summary>
    private string WhoWord => _subject == "api_key" ? "API key" : WhoLabel.ToLowerInvariant();

    protected override void OnInitialized() => _form = Existing is null ? new() { TimeZone = Preferences.Zone } : TermsForm.Of(Existing);

    private void ChooseSubject(string subject) => (_subject, _who) = (subject, null);

    private async Task<IEnumerable<SubjectChoice>> FindAsync(string? text, CancellationToken cancellationToken)
    {
        _ = BudgetVocabulary.Subjects.TryRead(_subject, out var kind);
        return await Work.ReadAsAdministratorAsync(scope => scope.Get<SubjectQueries>().FindAsync(kind, text, scope.Cancellation), cancellationToken);
    }

    private async Task SaveAsync()
    {
        if (Existing is null && _subject != "everyone" && _who is null)
        {
            Problem = $"Choose the {WhoWord} that the budget is for.";
            return;
        }

        if (await ChangeAsAdministratorAsync(
            scope => Existing is null ? AddAsync(scope) : scope.Get<BudgetChanges>().ChangeAsync(Existing.Id, Change(Existing), scope.Cancellation),
            ("time_zone", "Time zone"), ("cap", "Limit"), ("models", "Models"), ("name", "Name")))
        {
            Dialog.Close();
        }
    }

    private async Task<Errors.ErrorResult?> AddAsync(PageScope scope)
    {
        var request = new BudgetRequest
        {
            Subject = _subject,
            SubjectId = _subject is "everyone" or "upstream" ? null : _who!.Id,
            Upstream = _subject == "upstream" ? _who!.Name : null,
            Name = _form.GivenName,
            Unit = _form.Unit,
            Window = _form.Window,
            TimeZone = _form.TimeZone.Trim(),
            Cap = _form.UnitCap,
            WhenShort = _form.WhenShort,
            Models = _form.ModelList,
        };
        return (await scope.Get<BudgetChanges>().AddAsync(request, scope.Cancellation)).Refusal;
    }

    private ChangeBudgetRequest Change(BudgetAnswer budget) => new()
    {
        Name = budget.IsOwn ? null : _form.GivenName,
        Cap = _form.UnitCap,
        WhenShort = _form.WhenShort,
        Models = budget.IsOwn ? null : _form.ModelList,
    };
}
