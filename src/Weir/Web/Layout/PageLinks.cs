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
        new("/devices", "Devices", Icons.Material.Rounded.Devices, "sessions signed in browsers sign out logout"),
        new("/account", "Account", Icons.Material.Rounded.Person, "password profile"),
    ];

    public static readonly PageLink[] Administration =
    [
        new("/admin", "Overview", Icons.Material.Rounded.Insights, "dashboard usage money tokens errors latency users models upstreams"),
        new("/admin/requests", "Requests", Icons.Material.Rounded.ReceiptLong, "ledger entries explorer attempts export history"),
        new("/admin/live", "Live", Icons.Material.Rounded.Sensors, "tail follow now stream"),
        new("/admin/refusals", "Refusals", Icons.Material.Rounded.Block, "limits refused denied 429 why"),
        new("/admin/corrections", "Corrections", Icons.Material.Rounded.EditNote, "correct ledger mistakes"),
        new("/admin/users", "Users", Icons.Material.Rounded.Group, "people accounts deactivate token limit"),
        new("/admin/groups", "Groups", Icons.Material.Rounded.Groups, "teams classes families members"),
        new("/admin/invites", "Invites", Icons.Material.Rounded.Mail, "join links registration"),
        new("/admin/upstreams", "Upstreams", Icons.Material.Rounded.Dns, "providers backends anthropic ollama openai servers keys breaker queue"),
        new("/admin/models", "Models", Icons.Material.Rounded.Hub, "routes prices targets fallback aliases cost"),
        new("/admin/budgets", "Budgets", Icons.Material.Rounded.Savings, "limits caps quotas templates defaults rates money tokens"),
        new("/admin/settings", "Settings", Icons.Material.Rounded.Tune, "configuration environment variables env"),
        new("/admin/health", "Health", Icons.Material.Rounded.MonitorHeart, "database disk versions replicas verify ledger memory"),
    ];
}
