using Microsoft.Extensions.Time.Testing;
using Weir.IntegrationTests.Running;
using static Weir.IntegrationTests.Accounts.AccountHost;

namespace Weir.IntegrationTests.Accounts;

/// <summary>The credentials that <see cref="AccessMatrixTests"/> shows to each route.</summary>
internal static class MatrixCredentials
{
    /// <summary>What to send for each of the matrix's columns. Sessions are begun anew each time, since a route may end them.</summary>
    public static async Task<List<Func<Task<(string Name, string Value)[]>>>> OfAsync(WeirHost weir, HttpClient client, FakeTimeProvider clock)
    {
        using var user = await weir.AddAccountAsync("user", null, Cancellation);
        using var gone = await weir.AddAccountAsync("gone", null, Cancellation);
        var goneCookie = await client.CookieAsync("gone");
        await weir.Admin.AskAsync("PUT", $"/admin/api/users/{gone.Id}", new { is_active = 0 });
        var adminKey = await KeyAsync(weir.Admin, new { name = "a", scope = "admin", expires_at = clock.GetUtcNow().AddDays(1) });
        var expired = await KeyAsync(user.Client, new { name = "e", expires_at = clock.GetUtcNow().AddMinutes(1) });
        var revoked = await KeyAsync(user.Client, new { name = "r" });
        await user.Client.AskAsync("DELETE", $"/api/keys/{Guid.ParseExact(revoked.Split('_')[1], "N")}");
        clock.Advance(TimeSpan.FromMinutes(1));

        return
        [
            () => Task.FromResult<(string, string)[]>([]),
            async () => [("Cookie", await client.CookieAsync("user"))],
            async () => [("Cookie", await client.CookieAsync("admin"))],
            () => Task.FromResult<(string, string)[]>([("Cookie", goneCookie)]),
            () => Task.FromResult<(string, string)[]>([("x-api-key", user.Key)]),
            () => Task.FromResult<(string, string)[]>([("Authorization", $"Bearer {adminKey}")]),
            () => Task.FromResult<(string, string)[]>([("x-api-key", gone.Key)]),
            () => Task.FromResult<(string, string)[]>([("x-api-key", expired)]),
            () => Task.FromResult<(string, string)[]>([("x-api-key", revoked)]),
            () => Task.FromResult<(string, string)[]>([("x-api-key", user.Key), ("Authorization", $"Bearer {adminKey}")]),
        ];
    }

    public static async Task<string> KeyAsync(HttpClient client, object wanted) =>
        (await client.AskAsync("POST", "/api/keys", wanted)).Json.GetProperty("key").GetString()!;
}
