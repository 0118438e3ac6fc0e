using Microsoft.AspNetCore.Components;
using MudBlazor;
using Weir.Web.Controls;

namespace Weir.Keys;

/// <summary>One's own API keys: see them, make one, revoke one.</summary>
public sealed partial class KeysPage
{
    private Loading<List<KeyAnswer>> _keys = null!;
    private CreatedKeyAnswer? _created;
    private string? _problem;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    protected override void OnInitialized() => _keys = Ask(scope => KeyQueries.ListAsync(scope.Db, scope.Caller.User, scope.Cancellation));

    protected override Task LoadAsync() => _keys.ReloadAsync();

    private async Task CreateAsync()
    {
        var dialog = await Dialogs.ShowAsync<NewKeyDialog>("New API key");
        if (await dialog.Result is { Data: CreatedKeyAnswer created })
        {
            (_created, _problem) = (created, null);
            await _keys.ReloadAsync();
        }
    }

    private async Task RevokeAsync(KeyAnswer key)
    {
        var isSure = await Dialogs.ShowMessageBoxAsync(
            $"Revoke “{key.Name}”?", "Whatever uses it is refused from now on. This cannot be undone.", yesText: "Revoke", cancelText: "Keep it");
        if (isSure != true)
        {
            return;
        }

        var refusal = await Work.ChangeAsync(scope => scope.Get<KeyChanges>().RevokeAsync(key.Id, scope.Caller.User, scope.Cancellation), Left);
        _problem = refusal?.Error;
        if (refusal is null)
        {
            _created = _created?.Id == key.Id ? null : _created;
            await _keys.ReloadAsync();
        }
    }
}
