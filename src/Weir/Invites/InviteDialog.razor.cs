using Microsoft.AspNetCore.Components;
using MudBlazor;
using Weir.Users;
using Weir.Web.Work;

namespace Weir.Invites;

/// <summary>Asks what who joins will be, and makes an invite. Closes with the <see cref="MadeLink"/>.</summary>
public sealed partial class InviteDialog
{
    private readonly AccountForm _form = new();
    private string _note = "";
    private int _hours = 72;
    private string? _problem;
    private bool _isBusy;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    [Inject]
    private PageWork Work { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    private async Task SubmitAsync()
    {
        var request = new InviteRequest
        {
            Note = string.IsNullOrWhiteSpace(_note) ? null : _note.Trim(),
            IsAdmin = _form.IsAdministrator,
            TokenLimit = _form.TokenLimit,
            GroupId = _form.GroupId,
            Models = _form.ModelList,
            ExpiresAt = Clock.GetUtcNow().AddHours(_hours),
        };
        MadeLink? link = null;
        _isBusy = true;
        var refusal = await Work.ChangeAsAdministratorAsync(
            async scope =>
            {
                (link, var why) = await scope.Get<InviteChanges>().InviteAsync(request, scope.Caller.User.Value, scope.Cancellation);
                return why;
            },
            CancellationToken.None);
        _isBusy = false;
        _problem = refusal?.Error;
        if (link is not null)
        {
            Dialog.Close(link);
        }
    }
}
