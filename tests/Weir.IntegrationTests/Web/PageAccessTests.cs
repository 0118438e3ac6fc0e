using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weir.IntegrationTests.Running;
using Weir.Web.Entry;
using Xunit;

namespace Weir.IntegrationTests.Web;

/// <summary>Who is let in to which page, of all that there are.</summary>
public sealed class PageAccessTests
{
    /// <summary>Stands for any id in an address.</summary>
    private const string AnyId = "00000000-0000-7000-8000-000000000000";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryPage_DemandsASession_AndThoseOfAdministratorsTheirs()
    {
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        using var user = await weir.AddAccountAsync("paula", null, Cancellation);
        using var nobody = Browser(weir.Address, null);
        using var plain = Browser(weir.Address, await CookieAsync(weir.Address, "paula"));
        using var administrator = Browser(weir.Address, await CookieAsync(weir.Address, "admin"));
        using var program = Browser(weir.Address, null);
        program.DefaultRequestHeaders.Add("x-api-key", user.Key);
        var pages = Pages(weir).ToList();
        Assert.NotEmpty(pages);

        foreach (var (path, isAdministrators) in pages)
        {
            Assert.Equal(path.StartsWith("/admin", StringComparison.Ordinal), isAdministrators);
            foreach (var stranger in new[] { nobody, program })
            {
                using var led = await stranger.GetAsync(path, Cancellation);
                Assert.Equal((HttpStatusCode.SeeOther, "/sign-in"), (led.StatusCode, led.Headers.Location!.OriginalString.Split('?')[0]));
            }

            using var seen = await administrator.GetAsync(path, Cancellation);
            Assert.True(seen.IsSuccessStatusCode || path == "/not-found", $"{path}: {seen.StatusCode}");
            using var asked = await plain.GetAsync(path, Cancellation);
            if (isAdministrators)
            {
                Assert.Equal((HttpStatusCode.SeeOther, "/not-allowed"), (asked.StatusCode, asked.Headers.Location!.OriginalString));
            }
            else
            {
                Assert.True(asked.IsSuccessStatusCode || path == "/not-found", $"{path}: {asked.StatusCode}");
            }
        }
    }

    /// <summary>What an open page is connected by.</summary>
    [Fact]
    public async Task Circuit_WithoutASession_IsRefused()
    {
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        using var socket = new System.Net.WebSockets.ClientWebSocket { Options = { CollectHttpResponseDetails = true } };
        var address = new UriBuilder(new Uri(weir.Address, "/_blazor")) { Scheme = "ws" }.Uri;
        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() => socket.ConnectAsync(address, Cancellation));
        Assert.Equal(HttpStatusCode.Unauthorized, socket.HttpStatusCode);
    }

    private static IEnumerable<(string Path, bool IsAdministrators)> Pages(WeirHost weir) =>
        from endpoint in weir.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        where endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null
        let path = "/" + System.Text.RegularExpressions.Regex.Replace(endpoint.RoutePattern.RawText!.Trim('/'), "{[^}]*}", AnyId)
        select (path, endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(data => data.Roles == PageRoles.Administrator));

    private static HttpClient Browser(Uri address, string? cookie)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = address };
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        if (cookie is not null)
        {
            client.DefaultRequestHeaders.Add("Cookie", cookie);
        }

        return client;
    }

    /// <summary>Through the form of the sign-in page.</summary>
    private static async Task<string> CookieAsync(Uri address, string username)
    {
        using var client = Browser(address, null);
        using var form = new FormUrlEncodedContent([new("username", username), new("password", WeirHost.AdminPassword), new("return", "/keys")]);
        using var signedIn = await client.PostAsync("/sign-in", form, Cancellation);
        Assert.Equal((HttpStatusCode.SeeOther, "/keys"), (signedIn.StatusCode, signedIn.Headers.Location!.OriginalString));
        return signedIn.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }
}
