using Microsoft.AspNetCore.Components;
using MudBlazor;
using Weir.Web.Work;

namespace Weir.Users;

/// <summary>Makes a user. Closes with the username.</summary>
public sealed partial class NewUserDialog
{
    private readonly AccountForm _form = new();
    private string _username = "";
    private string _password = "";
    private string? _problem;
    private bool _isBusy;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    [Inject]
    private PageWork Work { get; set; } = null!;

    private async Task SubmitAsync()
    {
        var request = new CreateUserRequest
        {
            Username = _username.Trim(),
            Password = _password,
            IsAdmin = _form.IsAdministrator,
            TokenLimit = _form.TokenLimit,
            GroupId = _form.GroupId,
            Models = _form.ModelList,
        };
        _isBusy = true;
        var refusal = await Work.ChangeAsAdministratorAsync(
            async scope => (await scope.Get<UserMaking>().MakeAsync(request, scope.Cancellation)).Refusal, CancellationToken.None);
        _isBusy = false;
        _problem = refusal?.Error;
        if (refusal is null)
        {
            Dialog.Close(request.Username);
        }
    }
}
