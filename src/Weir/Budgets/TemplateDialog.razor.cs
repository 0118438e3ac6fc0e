using Microsoft.AspNetCore.Components;
using Weir.Web;

namespace Weir.Budgets;

/// <summary>Adds a template or changes one.</summary>
public sealed partial class TemplateDialog
{
    private TermsForm _form = new();
    private bool _isForAdministrators;

    /// <summary>Null: one is to be added.</summary>
    [Parameter]
    public TemplateAnswer? Existing { get; set; }

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
        if (await ChangeAsAdministratorAsync(
            async scope =>
            {
                var changes = scope.Get<TemplateChanges>();
                var (_, why) = Existing is null ? await changes.AddAsync(request, scope.Cancellation) : await changes.ChangeAsync(Existing.Id, request, scope.Cancellation);
                return why;
            },
            ("time_zone", "Time zone"), ("cap", "Limit"), ("models", "Models"), ("name", "Name")))
        {
            Dialog.Close();
        }
    }
}
