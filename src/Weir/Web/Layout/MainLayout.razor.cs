using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using MudBlazor;

namespace Weir.Web.Layout;

/// <summary>What stands around every page: the menu, the palette of addresses, light or dark, who is signed in.</summary>
public sealed partial class MainLayout : IDisposable
{
    private ErrorBoundary? _boundary;
    private DotNetObjectReference<MainLayout>? _self;
    private ThemeChoice _theme;
    private bool _isDark;
    private bool _isMenuOpen = true;
    private bool _isPaletteOpen;

    [Inject]
    private IJSRuntime Script { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [CascadingParameter]
    private Preferences Preferences { get; set; } = null!;

    [CascadingParameter(Name = "IsPlainHttp")]
    private bool IsPlainHttp { get; set; }

    /// <summary>What never leaves the machine can be read by nobody on the way.</summary>
    private bool IsLoopback => new Uri(Navigation.BaseUri).IsLoopback;

    /// <summary>Called by the script when Ctrl+K or Cmd+K is pressed anywhere.</summary>
    [JSInvokable]
    public async Task OpenPaletteAsync()
    {
        if (_isPaletteOpen)
        {
            return;
        }

        _isPaletteOpen = true;
        try
        {
            var dialog = await Dialogs.ShowAsync<CommandPalette>("Go to", new DialogOptions { NoHeader = true, MaxWidth = MaxWidth.Small, FullWidth = true, Position = DialogPosition.TopCenter });
            await dialog.Result;
        }
        finally
        {
            _isPaletteOpen = false;
        }
    }

    /// <summary>Called by the script when the system turns light or dark.</summary>
    [JSInvokable]
    public void SystemTurned(bool isDark)
    {
        if (_theme == ThemeChoice.System && _isDark != isDark)
        {
            _isDark = isDark;
            StateHasChanged();
        }
    }

    public void Dispose() => _self?.Dispose();

    protected override void OnInitialized() => (_theme, _isDark) = (Preferences.Theme, Preferences.IsDark);

    /// <summary>A page that failed is no reason to keep the next one from showing.</summary>
    protected override void OnParametersSet() => _boundary?.Recover();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            await Script.InvokeVoidAsync("weir.attach", _self);
        }
    }

    private async Task ChooseThemeAsync(ThemeChoice choice)
    {
        _theme = choice;
        var name = choice switch
        {
            ThemeChoice.Light => "light",
            ThemeChoice.Dark => "dark",
            _ => "system",
        };
        _isDark = await Script.InvokeAsync<bool>("weir.chooseTheme", name);
    }
}
