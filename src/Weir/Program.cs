using Weir.Authentication;
using Weir.Budgets;
using Weir.Commands;
using Weir.Connect;
using Weir.Corrections;
using Weir.Databases;
using Weir.Edge;
using Weir.Exports;
using Weir.Groups;
using Weir.Health;
using Weir.Hosting;
using Weir.Invites;
using Weir.Keys;
using Weir.Live;
using Weir.ModelRoutes;
using Weir.Overviews;
using Weir.Prices;
using Weir.Proxy;
using Weir.RateLimits;
using Weir.Reference;
using Weir.Refusals;
using Weir.Requests;
using Weir.Secrets;
using Weir.Sessions;
using Weir.Settings;
using Weir.SetUp;
using Weir.Storage.Ledger.Retention;
using Weir.Upstreams;
using Weir.Usage;
using Weir.Users;
using Weir.Web;

namespace Weir;

/// <summary>The table of contents: what Weir consists of and what it answers.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => CommandLine.RunAsync(args);

    /// <summary>The parts, in the order they start; they stop in the opposite one, after the server that takes the requests.</summary>
    public static void AddParts(IServiceCollection services, WeirSettings settings)
    {
        services.AddHostedService<StartBanner>();
        services.AddHostedService<DatabaseMigration>();
        services.AddKeyRing(settings);
        services.AddSingleton(new RetentionSettings(settings.RetentionAge));
        services.AddStorage(settings);
        services.AddWeirAccounts(settings.Accounts);
        services.AddModelRouting();
        services.AddWeirProxy(ProxySettingsFactory.Create(settings));
        services.AddBudgets();
        services.AddPrices();
        services.AddRateLimits();
        services.AddGroups();
        services.AddUsage();
        services.AddCorrections();
        services.AddExports();
        services.AddConnect();
        services.AddRequests();
        services.AddLive();
        services.AddOverviews();
        services.AddRefusalPages();
        services.AddHealth();
        services.AddSettings();
        services.AddReference();
        services.AddWeb();
    }

    /// <summary>What every request passes, then what answers it.</summary>
    public static void MapParts(WebApplication app)
    {
        app.UsePathKeys();
        app.UseMiddleware<ErrorEdge>();
        app.UseSecurityHeaders();
        app.UseStrictFraming();
        app.UseTrustedProxies();
        app.UseOllamaGreeting();
        app.UseNotFoundPage();
        app.UseRouting();
        app.UseAccountRules();
        app.UsePageRules();

        app.MapInference(); // the data plane: the life of an exchange, step by step
        app.MapSetUp();
        app.MapAuth();
        app.MapLinks();
        app.MapSessions();
        app.MapSignIn();
        app.MapKeys();
        app.MapUsers();
        app.MapInvites();
        app.MapJoinForms();
        app.MapResetForms();
        app.MapRegisterForms();
        app.MapGroups();
        app.MapBudgets();
        app.MapRateLimits();
        app.MapPrices();
        app.MapUpstreams();
        app.MapModelRoutes();
        app.MapUsage();
        app.MapCorrections();
        app.MapExports();
        app.MapArrivals();
        app.MapRequests();
        app.MapLive();
        app.MapOverviews();
        app.MapRefusals();
        app.MapHealth();
        app.MapSettings();
        app.MapReference();
        app.MapWeb();
    }
}
