using Microsoft.AspNetCore.Components;
using MudBlazor;
using Weir.Web.Work;

namespace Weir.Users;

/// <summary>Changes a user's role, limit, group and models.</summary>
public sealed partial class EditUserDialog
{
    private AccountForm _form = new();
    private string? _problem;
    private bool _isBusy;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    [Inject]
    private PageWork Work { get; set; } = null!;

    [Parameter, EditorRequired]
    public required UserAnswer User { get; set; }

    protected override void OnInitialized() => _form = AccountForm.Of(User);

    private async Task SubmitAsync()
    {
        var change = new ChangeUserRequest
        {
            IsAdmin = _form.IsAdministrator,
            TokenLimit = _form.TokenLimit,
            GroupId = _form.GroupId,
            Models = _form.ModelList,
        };
        _isBusy = true;
        var refusal = await Work.ChangeAsAdministratorAsync(scope => scope.Get<UserChanges>().ChangeAsync(User.Id, change, scope.Cancellation), CancellationToken.None);
        _isBusy = false;
        _problem = refusal?.Error;
        if (refusal is null)
        {
            Dialog.Close();
        }
    }
}
