using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;
using Weir.Connect;
using Weir.Proxy.Routing;
using Weir.Web.Controls;

namespace Weir.Playground;

/// <summary>
/// Talks with models. The browser itself asks them, with the session, like any other caller: nothing of a conversation passes through the page's
/// connection, and a page that is open costs the server nothing but that.
/// </summary>
public sealed partial class PlaygroundPage : IAsyncDisposable
{
    private Loading<IReadOnlyList<UsableModel>> _models = null!;
    private ElementReference _ground;
    private IJSObjectReference? _script;
    private IJSObjectReference? _talk;
    private bool _isBegun;

    [Inject]
    private IJSRuntime Script { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    public async ValueTask DisposeAsync()
    {
        Dispose();
        await LetGoAsync();
    }

    protected override void OnInitialized() => _models = Ask(scope => scope.Get<ConnectQueries>().ModelsAsync(scope.Caller));

    protected override Task LoadAsync() => _models.ReloadAsync();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_isBegun || _models is not { HasValue: true, Value.Count: > 0 })
        {
            return;
        }

        _isBegun = true;
        try
        {
            _script = await Script.InvokeAsync<IJSObjectReference>("import", $"./{Assets["playground.js"]}");
            _talk = await _script.InvokeAsync<IJSObjectReference>("start", _ground, _models.Value.Select(PlaygroundModel.Of));
        }
        catch (JSException) when (Left.IsCancellationRequested)
        {
            // What the script was to begin on is gone with the page.
        }

        if (Left.IsCancellationRequested)
        {
            await LetGoAsync();
        }
    }

    private async Task LetGoAsync()
    {
        try
        {
            if (_talk is not null)
            {
                await _talk.InvokeVoidAsync("leave");
                await _talk.DisposeAsync();
            }

            if (_script is not null)
            {
                await _script.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and its script with it.
        }
    }

    private async Task ShowCodeAsync()
    {
        if (_talk is not null)
        {
            var question = await _talk.InvokeAsync<PlaygroundQuestion>("question");
            await Dialogs.ShowAsync<CodeDialog>(
                "As code",
                new DialogParameters<CodeDialog> { { dialog => dialog.Model, _models.Value.First(model => model.Name == question.Model) }, { dialog => dialog.Question, question } },
                new DialogOptions { MaxWidth = MaxWidth.Medium, FullWidth = true, CloseButton = true });
        }
    }
}
