using Microsoft.AspNetCore.Components;
using Weir.Users;

namespace Weir.Invites;

/// <summary>Asks what who joins will be, and makes an invite. Closes with the <see cref="MadeLink"/>.</summary>
public sealed partial class InviteDialog
{
    private readonly AccountForm _form = new();
    private string _note = "";
    private int _hours = 72;

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
        if (await ChangeAsAdministratorAsync(
            async scope =>
            {
                (link, var why) = await scope.Get<InviteChanges>().InviteAsync(request, scope.Caller.User.Value, scope.Cancellation);
                return why;
            }))
        {
            Dialog.Close(link);
        }
    }
}
