using MudBlazor;

namespace Weir.Web.Layout;

/// <summary>All pages, in the order in which the menu shows them. The palette finds them by name and by other words.</summary>
internal static class PageLinks
{
    public static readonly PageLink[] Own =
    [
        new("/", "Home", Icons.Material.Rounded.Home, "usage today month limits dashboard"),
        new("/keys", "API keys", Icons.Material.Rounded.Key, "credentials secrets tokens"),
    ];

    public static readonly PageLink[] Administration =
    [
    ];
}
