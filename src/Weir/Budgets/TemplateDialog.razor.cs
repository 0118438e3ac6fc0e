using Microsoft.AspNetCore.Components;
using MudBlazor;
using Weir.Web;
using Weir.Web.Controls;
using Weir.Web.Work;

namespace Weir.Budgets;

/// <summary>Adds a template or changes one.</summary>
public sealed partial class TemplateDialog
{
    private TermsForm _form = new();
    private bool _isForAdministrators;
    private string? _problem;
    private bool _isBusy;

    /// <summary>Null: one is to be added.</summary>
    [Parameter]
    public TemplateAnswer? Existing { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    [CascadingParameter]
    private Preferences Preferences { get; set; } = null!;

    [Inject]
    private PageWork Work { get; set; } = null!;

    protected override void OnInitialized()
    {
        _form = Existing is null ? new() { TimeZone = Preferences.Zone } : TermsForm.Of(Existing);
        _isForAdministrators = Existing is { Role: TemplateAnswer.Administrator };
    }

    private async Task SaveAsync()
    {
        var request = new TemplateRequest
        {
            Role = _isForAdministrators ? TemplateAnswer.Administrator : TemplateAnswer.User,
            Name = _form.GivenName,
            Unit = _form.Unit,
            Window = _form.Window,
            TimeZone = _form.TimeZone.Trim(),
            Cap = _form.UnitCap,
            WhenShort = _form.WhenShort,
            Models = _form.ModelList,
        };
        _isBusy = true;
        var refusal = await Work.ChangeAsAdministratorAsync(
            async scope =>
            {
                var changes = scope.Get<TemplateChanges>();
                var (_, why) = Existing is null ? await changes.AddAsync(request, scope.Cancellation) : await changes.ChangeAsync(Existing.Id, request, scope.Cancellation);
                return why;
            },
            CancellationToken.None);
        _isBusy = false;
        _problem = FieldLabels.In(refusal?.Error, ("time_zone", "Time zone"), ("cap", "Limit"), ("models", "Models"), ("name", "Name"));
        if (refusal is null)
        {
            Dialog.Close();
        }
    }
}
