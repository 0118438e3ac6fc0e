using Microsoft.AspNetCore.Components;
using MudBlazor;
using Weir.Web.Controls;

namespace Weir.Invites;

/// <summary>Invites: make one, see what became of each, revoke those that are open.</summary>
public sealed partial class InvitesPage
{
    private Loading<InviteListAnswer> _invites = null!;
    private string? _asked;
    private MadeLink? _link;
    private string? _problem;

    [SupplyParameterFromQuery]
    private Guid? Before { get; set; }

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    protected override void OnInitialized() => _invites = AskAsAdministrator(
        scope => scope.Get<InviteQueries>().ListAsync(new() { Purpose = InvitePurpose.Join, Before = Before, Limit = 50 }, scope.Cancellation));

    protected override async Task OnParametersSetAsync()
    {
        if (RendererInfo.IsInteractive && _asked != Navigation.Uri)
        {
            _asked = Navigation.Uri;
            await _invites.ReloadAsync();
        }
    }

    private static bool IsOpen(InviteAnswer invite) => Is(invite, InviteState.Open);

    private static bool Is(InviteAnswer invite, InviteState state) => invite.State == InviteVocabulary.States.Word(state);

    private static string BadgeOf(InviteAnswer invite) => IsOpen(invite) ? "warn" : invite.UsedAt is not null ? "good" : "";

    /// <summary>What who joins by it will be.</summary>
    private static string Gives(InviteAnswer invite)
    {
        var parts = new List<string> { invite.IsAdmin == 1 ? "administrator" : "user" };
        if (invite.TokenLimit is { } limit)
        {
            parts.Add($"{Numbers.Short(limit)} tokens");
        }

        if (invite.Budgets.Count > 0)
        {
            parts.Add(invite.Budgets.Count == 1 ? "a budget" : $"{invite.Budgets.Count} budgets");
        }

        if (invite.Models.Count > 0)
        {
            parts.Add("only " + string.Join(", ", invite.Models));
        }

        return string.Join("; ", parts);
    }

    private async Task InviteAsync()
    {
        var dialog = await Dialogs.ShowAsync<InviteDialog>("Invite somebody");
        if (await dialog.Result is { Data: MadeLink link })
        {
            (_link, _problem) = (link, null);
            await _invites.ReloadAsync();
        }
    }

    private async Task RevokeAsync(InviteAnswer invite)
    {
        var isSure = await Dialogs.ShowMessageBoxAsync(
            "Revoke this invite?", "Its link stops working at once. You can make another one.", yesText: "Revoke", cancelText: "Keep it");
        if (isSure != true)
        {
            return;
        }

        var refusal = await Work.ChangeAsAdministratorAsync(scope => scope.Get<InviteChanges>().RevokeAsync(invite.Id, scope.Cancellation), Left);
        _problem = refusal?.Error;
        _link = _link?.Id == invite.Id ? null : _link;
        await _invites.ReloadAsync();
    }
}
