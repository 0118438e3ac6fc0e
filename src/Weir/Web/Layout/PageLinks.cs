using MudBlazor;

namespace Weir.Web.Layout;

/// <summary>All pages, in the order in which the menu shows them. The palette finds them by name and by other words.</summary>
internal static class PageLinks
{
    public static readonly PageLink[] Own =
    [
        new("/", "Home", Icons.Material.Rounded.Home, "usage today month limits dashboard"),
        new("/connect", "Connect", Icons.Material.Rounded.Cable, "claude code codex sdk snippet curl ollama python typescript test"),
        new("/playground", "Playground", Icons.Material.Rounded.Forum, "chat try model compare prompt"),
        new("/keys", "API keys", Icons.Material.Rounded.Key, "credentials secrets tokens"),
    ];

    public static readonly PageLink[] Administration =
    [
    ];
}
