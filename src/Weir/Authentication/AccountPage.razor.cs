using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Weir.Web.Entry;

namespace Weir.Authentication;

/// <summary>One's own account: the password.</summary>
public sealed partial class AccountPage
{
    private string? _name;
    private string _current = "";
    private string _password = "";
    private string _repeated = "";
    private string? _problem;
    private bool _isDone;
    private bool _isBusy;

    [Inject]
    private AuthenticationStateProvider Authentication { get; set; } = null!;

    protected override async Task LoadAsync()
    {
        var user = (await Authentication.GetAuthenticationStateAsync()).User;
        _name = string.Create(
            CultureInfo.InvariantCulture, $"You are signed in as {user.Identity!.Name}{(user.IsInRole(PageRoles.Administrator) ? ", an administrator" : "")}.");
    }

    private async Task ChangeAsync()
    {
        (_problem, _isDone) = (null, false);
        if (_password != _repeated)
        {
            _problem = "The two new passwords differ.";
            return;
        }

        _isBusy = true;
        var address = SessionIdentity.Of((await Authentication.GetAuthenticationStateAsync()).User)?.Address;
        var refusal = await Work.ReadAsync(
            scope => scope.Get<OwnPassword>().ChangeAsync(scope.Caller, _current, _password, address, scope.Cancellation), Left);
        _isBusy = false;
        _problem = refusal?.InWords;
        if (refusal is null)
        {
            (_current, _password, _repeated, _isDone) = ("", "", "", true);
        }
    }
}
