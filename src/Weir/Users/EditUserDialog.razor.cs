using Microsoft.AspNetCore.Components;

namespace Weir.Users;

/// <summary>Changes a user's role, limit, group and models.</summary>
public sealed partial class EditUserDialog
{
    private AccountForm _form = new();

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
        if (await ChangeAsAdministratorAsync(scope => scope.Get<UserChanges>().ChangeAsync(User.Id, change, scope.Cancellation)))
        {
            Dialog.Close();
        }
    }
}
