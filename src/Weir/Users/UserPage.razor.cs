using Microsoft.AspNetCore.Components;
using MudBlazor;
using Weir.Errors;
using Weir.Groups;
using Weir.Invites;
using Weir.Web.Controls;

namespace Weir.Users;

/// <summary>Everything about one user, and what an administrator can do for or against them.</summary>
public sealed partial class UserPage
{
    private Loading<UserAnswer?> _user = null!;
    private GroupAnswer? _group;
    private MadeLink? _link;
    private string? _problem;
    private string? _done;

    /// <summary>What a change may have touched is asked for anew by another key.</summary>
    private int _version;

    [Parameter]
    public Guid Id { get; set; }

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    protected override void OnInitialized() => _user = AskAsAdministrator(async scope =>
    {
        var user = await scope.Get<UserQueries>().FindAsync(Id, scope.Cancellation);
        _group = user?.GroupId is { } group ? await scope.Get<GroupQueries>().FindAsync(group, scope.Cancellation) : null;
        return user;
    });

    protected override Task LoadAsync() => _user.ReloadAsync();

    private async Task EditAsync()
    {
        var parameters = new DialogParameters<EditUserDialog> { { dialog => dialog.User, _user.Value! } };
        var dialog = await Dialogs.ShowAsync<EditUserDialog>($"Edit {_user.Value!.Username}", parameters);
        if (await dialog.Result is { Canceled: false })
        {
            await TellAsync(null, "The changes are in force.");
        }
    }

    private async Task ResetAsync()
    {
        var refusal = await Work.ChangeAsAdministratorAsync(
            async scope =>
            {
                (_link, var why) = await scope.Get<InviteChanges>().ResetAsync(Id, scope.Caller.User.Value, scope.Cancellation);
                return why;
            },
            Left);
        (_problem, _done) = (refusal?.Error, null);
    }

    private async Task DeactivateAsync()
    {
        if (await IsSureAsync("Deactivate", "All sessions end, and all keys are refused until the account is activated again. Nothing is deleted."))
        {
            await SetActiveAsync(false, "The account is deactivated.");
        }
    }

    private Task ActivateAsync() => SetActiveAsync(true, "The account is active again.");

    private async Task SetActiveAsync(bool isActive, string done)
    {
        var refusal = await Work.ChangeAsAdministratorAsync(
            scope => scope.Get<UserChanges>().ChangeAsync(Id, new() { IsActive = isActive }, scope.Cancellation), Left);
        await TellAsync(refusal, done);
    }

    private async Task DeleteAsync()
    {
        if (!await IsSureAsync("Delete", "Name, password, keys and sessions are erased for good. What was used stays in the ledger, without a name."))
        {
            return;
        }

        var refusal = await Work.ChangeAsAdministratorAsync(scope => scope.Get<UserChanges>().EraseAsync(Id, scope.Cancellation), Left);
        _problem = refusal?.Error;
        if (refusal is null)
        {
            Navigation.NavigateTo("/admin/users");
        }
    }

    private async Task<bool> IsSureAsync(string act, string consequence) =>
        await Dialogs.ShowMessageBoxAsync($"{act} {_user.Value!.Username}?", consequence, yesText: act, cancelText: "Cancel") == true;

    private async Task TellAsync(ErrorResult? refusal, string done)
    {
        _problem = refusal?.Error;
        _done = refusal is null ? done : null;
        if (refusal is null)
        {
            _version++;
            await _user.ReloadAsync();
        }
    }
}
