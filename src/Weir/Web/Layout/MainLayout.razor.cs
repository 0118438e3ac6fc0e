using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using MudBlazor;

namespace Weir.Web.Layout;

/// <summary>What stands around every page: the menu, the palette of addresses, light or dark, who is signed in.</summary>
public sealed partial class MainLayout : IDisposable
{
    private static readonly MarkupString MenuIcon = PlainIcon.Of(Icons.Material.Rounded.Menu);
    private static readonly MarkupString SearchIcon = PlainIcon.Of(Icons.Material.Rounded.Search);
    private static readonly MarkupString ThemeIcon = PlainIcon.Of(Icons.Material.Rounded.Contrast);
    private static readonly MarkupString AccountIcon = PlainIcon.Of(Icons.Material.Rounded.AccountCircle);
    private static readonly MarkupString SignOutIcon = PlainIcon.Of(Icons.Material.Rounded.Logout);

    private static readonly (string Choice, string Name, MarkupString Icon)[] Themes =
    [
        ("system", "As the system", PlainIcon.Of(Icons.Material.Rounded.SettingsBrightness)),
        ("light", "Light", PlainIcon.Of(Icons.Material.Rounded.LightMode)),
        ("dark", "Dark", PlainIcon.Of(Icons.Material.Rounded.DarkMode)),
    ];

    private ErrorBoundary? _boundary;
    private DotNetObjectReference<MainLayout>? _self;
    private bool _isPaletteOpen;

    [Inject]
    private IJSRuntime Script { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

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

    public void Dispose() => _self?.Dispose();

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
}
