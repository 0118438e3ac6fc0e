using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components.Endpoints;
using MudBlazor;
using MudBlazor.Services;
using Weir.Edge;
using Weir.Web.Entry;
using Weir.Web.Work;

namespace Weir.Web;

/// <summary>The web interface: Blazor pages, interactive over one connection each.</summary>
internal static class WebRegistration
{
    /// <summary>A page whose laptop sleeps comes back within this, or is loaded again.</summary>
    private static readonly TimeSpan KeptWhenLost = TimeSpan.FromMinutes(2);

    /// <summary>Kept pages cost as much as open ones.</summary>
    private const int MostKeptWhenLost = 50;

    public static IServiceCollection AddWeb(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents(circuit =>
        {
            circuit.DisconnectedCircuitRetentionPeriod = KeptWhenLost;
            circuit.DisconnectedCircuitMaxRetained = MostKeptWhenLost;
        });
        services.AddMudServices(mud =>
        {
            mud.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomCenter;
            mud.SnackbarConfiguration.VisibleStateDuration = 5000;
            mud.SnackbarConfiguration.PreventDuplicates = false;
        });
        services.AddAuthentication(SessionAuthentication.Scheme).AddScheme<AuthenticationSchemeOptions, SessionAuthentication>(SessionAuthentication.Scheme, null);
        services.AddAuthorization();
        services.AddCascadingAuthenticationState();
        services.AddScoped<PageWork>();
        services.AddSingleton<OpenCircuits>();
        return services;
    }

    /// <summary>People who look for something that is not here get a page that says so, and leads on.</summary>
    public static IApplicationBuilder UseNotFoundPage(this IApplicationBuilder app) => app.UseWhen(
        static http => http.Request.IsForAPage(),
        static people => people.UseStatusCodePagesWithReExecute(NotFoundPage.Path));

    /// <summary>Who may see a page. Inference and Weir's own API have rules of their own, and shall not pass through these.</summary>
    public static IApplicationBuilder UsePageRules(this IApplicationBuilder app)
    {
        // Otherwise the host puts both steps before all others, for every request: sessions would be looked up twice, and where no ErrorEdge catches.
        app.Properties["__AuthenticationMiddlewareSet"] = true;
        app.Properties["__AuthorizationMiddlewareSet"] = true;
        return app.UseWhen(
            static http => CircuitGate.IsCircuit(http.Request.Path) || http.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null,
            static pages => pages.UseWebSockets().UseAuthentication().UseAuthorization().UseMiddleware<CircuitGate>());
    }

    public static void MapWeb(this WebApplication app)
    {
        app.MapStaticAssets();
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(mode =>
            {
                // What may frame a page stands with all other such rules, in the security headers.
                mode.ContentSecurityFrameAncestorsPolicy = null;
                // What is sent is compressed message by message: to remember the last ones would take 300 KB of every open page.
                mode.ConfigureWebSocketAcceptContext = static (_, socket) =>
                {
                    socket.DisableServerContextTakeover = true;
                    return Task.CompletedTask;
                };
            })
            // Pages have no forms that the server takes: those are endpoints, which look at the origin.
            .DisableAntiforgery()
            .Add(TakeNoPosts);
    }

    private static void TakeNoPosts(EndpointBuilder page)
    {
        if (page.Metadata.OfType<ComponentTypeMetadata>().Any())
        {
            page.Metadata.Add(new HttpMethodMetadata([HttpMethods.Get]));
        }
    }
}
