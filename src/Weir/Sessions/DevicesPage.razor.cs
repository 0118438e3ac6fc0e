using Microsoft.AspNetCore.Components;
using MudBlazor;
using Weir.Accounting;
using Weir.Errors;
using Weir.Web.Controls;

namespace Weir.Sessions;

/// <summary>Where one is signed in: see it, end one session or all others.</summary>
public sealed partial class DevicesPage
{
    private Loading<List<SessionAnswer>> _sessions = null!;
    private string? _problem;
    private string? _done;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    protected override void OnInitialized() =>
        _sessions = Ask(scope => scope.Get<SessionQueries>().OfAsync(scope.Caller.User.Value, scope.Caller.Session, scope.Cancellation));

    protected override Task LoadAsync() => _sessions.ReloadAsync();

    private async Task EndAsync(SessionAnswer session)
    {
        var refusal = await Work.ChangeAsync(
            async scope =>
            {
                // One that has ended meanwhile is what was wanted.
                await scope.Get<SignIns>().EndAsync(scope.Caller.User.Value, new SessionId(session.Id), scope.Cancellation);
                return null;
            },
            Left);
        await TellAsync(refusal, $"{session.Device} is signed out.");
    }

    private async Task EndOthersAsync()
    {
        var isSure = await Dialogs.ShowMessageBoxAsync(
            "Sign out everywhere else?", "All your other sessions end now. API keys go on working.", yesText: "Sign out", cancelText: "Leave them");
        if (isSure != true)
        {
            return;
        }

        var ended = 0;
        var refusal = await Work.ChangeAsync(
            async scope =>
            {
                ended = await scope.Get<SignIns>().EndAllAsync(scope.Caller.User.Value, scope.Caller.Session, scope.Cancellation);
                return null;
            },
            Left);
        await TellAsync(refusal, ended == 1 ? "One other session has ended." : $"{ended} other sessions have ended.");
    }

    private async Task TellAsync(ErrorResult? refusal, string done)
    {
        _problem = refusal?.Error;
        _done = refusal is null ? done : null;
        if (refusal is null)
        {
            await _sessions.ReloadAsync();
        }
    }
}
