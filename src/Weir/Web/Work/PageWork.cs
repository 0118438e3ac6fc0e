using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;
using Weir.Authentication;
using Weir.Errors;
using Weir.Proxy.Identity;
using Weir.Storage.Model;
using Weir.Web.Entry;

namespace Weir.Web.Work;

/// <summary>
/// The one door from pages to everything behind them. A circuit lives for hours, so each action gets a scope of its own, and it is judged anew
/// who acts and whether they may: what a route demands of a request, this demands of a click.
/// </summary>
internal sealed class PageWork(
    AuthenticationStateProvider authentication,
    ICallerDirectory directory,
    IServiceScopeFactory scopes,
    NavigationManager navigation,
    IDialogService dialogs,
    IDatabaseEngine database)
{
    /// <summary>The answer of a change whose person would not enter the password: nothing happened, and they know it.</summary>
    public static readonly ErrorResult NotConfirmed = new(StatusCodes.Status403Forbidden, "Nothing was changed, because the password was not entered.") { Code = "not_confirmed" };

    private static readonly ErrorResult DatabaseTrouble = new(StatusCodes.Status503ServiceUnavailable, "The database cannot be used now. Try again in a moment.");

    public Task<T> ReadAsync<T>(Func<PageScope, Task<T>> read, CancellationToken cancellationToken) =>
        RunAsync(Access.Caller, read, cancellationToken);

    public Task<T> ReadAsAdministratorAsync<T>(Func<PageScope, Task<T>> read, CancellationToken cancellationToken) =>
        RunAsync(Access.Administrator, read, cancellationToken);

    /// <summary>A change of one's own account. Asks for the password first when it was not entered lately.</summary>
    /// <returns>Null when done, else why not, in words for the person.</returns>
    public Task<ErrorResult?> ChangeAsync(Func<PageScope, Task<ErrorResult?>> change, CancellationToken cancellationToken) =>
        ConfirmAndRunAsync(Access.Account, change, cancellationToken);

    /// <summary>The same of what only administrators may change.</summary>
    public Task<ErrorResult?> ChangeAsAdministratorAsync(Func<PageScope, Task<ErrorResult?>> change, CancellationToken cancellationToken) =>
        ConfirmAndRunAsync(Access.Administrator, change, cancellationToken);

    /// <summary>Takes the password again, which lets changes through for some minutes.</summary>
    public async Task<ErrorResult?> ConfirmAsync(string password, CancellationToken cancellationToken)
    {
        var identity = SessionIdentity.Of((await authentication.GetAuthenticationStateAsync()).User);
        return await RunAsync(
            Access.Account,
            scope => scope.Get<Confirmation>().ConfirmAsync(scope.Caller, password, identity?.Address, cancellationToken),
            cancellationToken);
    }

    private async Task<ErrorResult?> ConfirmAndRunAsync(Access access, Func<PageScope, Task<ErrorResult?>> change, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAndRunAsync(access, change, cancellationToken);
        }
        catch (DatabaseAwayException)
        {
            return DatabaseTrouble;
        }
    }

    private async Task<ErrorResult?> AskAndRunAsync(Access access, Func<PageScope, Task<ErrorResult?>> change, CancellationToken cancellationToken)
    {
        var refusal = await RunAsync(access, ConfirmFirstAsync, cancellationToken);
        if (refusal?.Code == Confirmation.Code)
        {
            var dialog = await dialogs.ShowAsync<ConfirmPasswordDialog>("Your password, please");
            refusal = (await dialog.Result) is { Canceled: false } ? await RunAsync(access, ConfirmFirstAsync, cancellationToken) : NotConfirmed;
        }

        return refusal;

        async Task<ErrorResult?> ConfirmFirstAsync(PageScope scope) =>
            await scope.Get<Confirmation>().CheckAsync(scope.Caller, cancellationToken) ?? await change(scope);
    }

    private async Task<T> RunAsync<T>(Access access, Func<PageScope, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await JudgeAndRunAsync(access, work, cancellationToken);
        }
        catch (Exception trouble) when (database.IsTrouble(trouble))
        {
            throw new DatabaseAwayException(trouble);
        }
    }

    private async Task<T> JudgeAndRunAsync<T>(Access access, Func<PageScope, Task<T>> work, CancellationToken cancellationToken)
    {
        var caller = await IdentifyAsync(cancellationToken);
        if (caller is null || (access == Access.Administrator && !caller.IsAdministrator))
        {
            navigation.NavigateTo(caller is null ? SignInAddress.ThenTo("/" + navigation.ToBaseRelativePath(navigation.Uri)) : "/", forceLoad: true);
            throw new AccessLostException();
        }

        await using var scope = scopes.CreateAsyncScope();
        return await work(new(scope.ServiceProvider, caller, cancellationToken));
    }

    private async Task<Caller?> IdentifyAsync(CancellationToken cancellationToken)
    {
        var state = await authentication.GetAuthenticationStateAsync();
        return SessionIdentity.Of(state.User) is { } identity ? (await directory.FindAsync(identity.Credential, cancellationToken)).Caller : null;
    }
}
