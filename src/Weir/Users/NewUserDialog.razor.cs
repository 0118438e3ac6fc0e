namespace Weir.Users;

/// <summary>Makes a user. Closes with the username.</summary>
public sealed partial class NewUserDialog
{
    private readonly AccountForm _form = new();
    private string _username = "";
    private string _password = "";

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
        if (await ChangeAsAdministratorAsync(async scope => (await scope.Get<UserMaking>().MakeAsync(request, scope.Cancellation)).Refusal))
        {
            Dialog.Close(request.Username);
        }
    }
}
