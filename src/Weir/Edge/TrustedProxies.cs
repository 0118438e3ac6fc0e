using Microsoft.AspNetCore.HttpOverrides;
using Weir.Settings;

namespace Weir.Edge;

/// <summary>Takes the caller's address and scheme from reverse proxies that the operator listed, and from nobody else.</summary>
internal static class TrustedProxies
{
    public static IApplicationBuilder UseTrustedProxies(this IApplicationBuilder app)
    {
        var settings = app.ApplicationServices.GetRequiredService<WeirSettings>();
        if (settings.TrustedProxies.IsEmpty)
        {
            return app;
        }

        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in settings.TrustedProxies)
        {
            options.KnownIPNetworks.Add(network);
        }

        return app.UseForwardedHeaders(options);
    }
}
