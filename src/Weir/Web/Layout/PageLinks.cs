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
        new("/admin/upstreams", "Upstreams", Icons.Material.Rounded.Dns, "providers backends anthropic ollama openai servers keys breaker queue"),
        new("/admin/models", "Models", Icons.Material.Rounded.Hub, "routes prices targets fallback aliases cost"),
        new("/admin/budgets", "Budgets", Icons.Material.Rounded.Savings, "limits caps quotas templates defaults rates money tokens"),
        new("/admin/settings", "Settings", Icons.Material.Rounded.Tune, "configuration environment variables env"),
        new("/admin/health", "Health", Icons.Material.Rounded.MonitorHeart, "database disk versions replicas verify ledger memory"),
    ];
}
