using Microsoft.AspNetCore.Components;
using MudBlazor;
using Weir.Web.Controls;
using Weir.Web.Work;

namespace Weir.Budgets;

/// <summary>Budgets by whose they are, with what is used of each, and the templates that newcomers get copies of.</summary>
public sealed partial class BudgetsPage
{
    private const int PageSize = 50;

    private static readonly (string Word, string Label)[] Filters =
        [("user", "Users"), ("group", "Groups"), ("api_key", "API keys"), ("upstream", "Upstreams"), ("everyone", "Everyone")];

    private Loading<List<BudgetAnswer>> _budgets = null!;
    private Loading<List<TemplateAnswer>> _templates = null!;
    private string? _shown;
    private string? _problem;
    private bool _hasMore;
    private bool _isLoadingMore;

    /// <summary>Whose budgets are shown; null: all.</summary>
    [SupplyParameterFromQuery]
    public string? Subject { get; set; }

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    protected override void OnInitialized()
    {
        _shown = Subject;
        _budgets = AskAsAdministrator(scope => ReadAsync(scope, before: null));
        _templates = AskAsAdministrator(scope => scope.Get<TemplateChanges>().AllAsync(scope.Cancellation));
    }

    protected override async Task LoadAsync()
    {
        await _budgets.ReloadAsync();
        await _templates.ReloadAsync();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_shown != Subject && RendererInfo.IsInteractive)
        {
            _shown = Subject;
            await _budgets.ReloadAsync();
        }
    }

    private static string Under(BudgetAnswer budget) => string.Join(" · ", new[] { BudgetPhrases.Kind(budget), budget.Name ?? "" }.Where(part => part.Length > 0));

    private string AddressOf(string? subject) => Navigation.GetUriWithQueryParameter("subject", subject);

    private string? Current(string? subject) => subject == Subject ? "page" : null;

    private async Task<List<BudgetAnswer>> ReadAsync(PageScope scope, Guid? before)
    {
        var selection = new BudgetSelection
        {
            Subject = BudgetVocabulary.Subjects.TryRead(Subject, out var kind) ? kind : null,
            WithUncapped = false,
            Before = before,
            Limit = PageSize + 1,
        };
        var budgets = await scope.Get<BudgetQueries>().PageAsync(selection, scope.Cancellation);
        _hasMore = budgets.Count > PageSize;
        return _hasMore ? budgets[..PageSize] : budgets;
    }

    private async Task MoreAsync()
    {
        _isLoadingMore = true;
        var shown = _budgets.Value;
        var more = await Work.ReadAsAdministratorAsync(scope => ReadAsync(scope, shown[^1].Id), Left);
        _budgets.Set([.. shown, .. more]);
        _isLoadingMore = false;
    }

    private Task AddAsync() => ShowAsync<BudgetDialog, BudgetAnswer>("Add a budget", nameof(BudgetDialog.Existing), null);

    private Task EditAsync(BudgetAnswer budget) => ShowAsync<BudgetDialog, BudgetAnswer>($"Budget of {BudgetPhrases.Who(budget)}", nameof(BudgetDialog.Existing), budget);

    private Task EditTemplateAsync(TemplateAnswer? template) =>
        ShowAsync<TemplateDialog, TemplateAnswer>(template is null ? "Add a template" : "Change the template", nameof(TemplateDialog.Existing), template);

    private async Task ShowAsync<TDialog, T>(string title, string parameter, T? existing)
        where TDialog : ComponentBase
    {
        var dialog = await Dialogs.ShowAsync<TDialog>(title, new DialogParameters { [parameter] = existing });
        if (await dialog.Result is { Canceled: false })
        {
            _problem = null;
            await LoadAsync();
        }
    }

    private Task DeleteAsync(BudgetAnswer budget) => ConfirmAsync(
        $"Delete the budget of {BudgetPhrases.Who(budget)}?",
        "What it counted is forgotten with it; the ledger's entries stay.",
        scope => scope.Get<BudgetChanges>().DeleteAsync(budget.Id, scope.Cancellation));

    private Task DeleteTemplateAsync(TemplateAnswer template) => ConfirmAsync(
        "Delete the template?",
        "Newcomers get no copy of it any more. Copies that were made stay.",
        scope => scope.Get<TemplateChanges>().DeleteAsync(template.Id, scope.Cancellation));

    private async Task ConfirmAsync(string question, string consequence, Func<PageScope, Task<Errors.ErrorResult?>> delete)
    {
        if (await Dialogs.ShowMessageBoxAsync(question, consequence, yesText: "Delete", cancelText: "Keep it") != true)
        {
            return;
        }

        var refusal = await Work.ChangeAsAdministratorAsync(delete, Left);
        _problem = refusal?.Error;
        if (refusal is null)
        {
            await LoadAsync();
        }
    }
}
