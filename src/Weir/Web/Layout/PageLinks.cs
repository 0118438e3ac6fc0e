using MudBlazor;

namespace Weir.Web.Layout;

/// <summary>All pages, in the order in which the menu shows them. The palette finds them by name and by other words.</summary>
internal static class PageLinks
{
    public static readonly PageLink[] Own =
    [
        new("/", "Home", Icons.Material.Rounded.Home, "usage today month limits dashboard"),
        new("/keys", "API keys", Icons.Material.Rounded.Key, "credentials secrets tokens"),
        new("/devices", "Devices", Icons.Material.Rounded.Devices, "sessions signed in browsers sign out logout"),
        new("/account", "Account", Icons.Material.Rounded.Person, "password profile"),
    ];

    public static readonly PageLink[] Administration =
    [
        new("/admin/users", "Users", Icons.Material.Rounded.Group, "people accounts deactivate token limit"),
        new("/admin/groups", "Groups", Icons.Material.Rounded.Groups, "teams classes families members"),
        new("/admin/invites", "Invites", Icons.Material.Rounded.Mail, "join links registration"),
    ];
}
