using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using Weir.IntegrationTests.Running;
using Xunit;

namespace Weir.IntegrationTests.Accounts;

/// <summary>Starts a <see cref="WeirHost"/> for tests of accounts, and asks it things.</summary>
internal static class AccountHost
{
    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A clock to move, which starts now: cookie jars hold expiry against the real one.</summary>
    public static FakeTimeProvider NewClock() => new MovedClock(TimeProvider.System.GetUtcNow());

    public static Task<WeirHost> StartAsync(FakeTimeProvider? clock = null, params IEnumerable<(string Name, string Value)> settings) =>
        WeirHost.StartAsync(
            upstream: null,
            Cancellation,
            services =>
            {
                if (clock is not null)
                {
                    services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
                }
            },
            settings);

    /// <summary>A client without a cookie jar: it sends what a test gives it.</summary>
    public static HttpClient NewClient(this WeirHost host) => new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = host.Address };

    /// <summary>Signs in and returns the cookie header to send, so that a test can go on sending it when a browser would not.</summary>
    public static async Task<string> CookieAsync(this HttpClient client, string username, string password = WeirHost.AdminPassword)
    {
        using var response = await client.PostAsJsonAsync("/auth/login", new { username, password }, Cancellation);
        Assert.Equal(200, (int)response.StatusCode);
        return Assert.Single(response.Headers.GetValues("Set-Cookie")).Split(';')[0];
    }

    /// <summary>Sends a request and returns the status and the JSON of the answer.</summary>
    public static async Task<(int Status, JsonElement Json)> AskAsync(this HttpClient client, string method, string path, object? body = null, params IEnumerable<(string Name, string Value)> headers)
    {
        using var request = new HttpRequestMessage(new(method), path);
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        request.Content = body switch
        {
            null => null,
            string raw => new StringContent(raw, System.Text.Encoding.UTF8, "application/json"),
            _ => JsonContent.Create(body),
        };
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        var type = response.Content.Headers.ContentType?.MediaType;
        // One that tells what happens has no end.
        var text = type == "text/event-stream" ? "" : await response.Content.ReadAsStringAsync(Cancellation);
        var isJson = type == "application/json";
        return ((int)response.StatusCode, isJson && text.Length > 0 ? JsonElement.Parse(text) : default);
    }

    public static string Error(this (int Status, JsonElement Json) answer) => answer.Json.GetProperty("error").GetString()!;
}
