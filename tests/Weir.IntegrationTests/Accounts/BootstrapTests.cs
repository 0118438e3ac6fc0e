using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Weir.IntegrationTests.Running;
using Weir.TestKit;
using Xunit;
using static Weir.IntegrationTests.Accounts.AccountHost;

namespace Weir.IntegrationTests.Accounts;

public sealed class BootstrapTests
{
    [Fact]
    public async Task WeakPassword_FromTheSettings_IsTakenAndWarnedOfAtEachStartUntilChanged()
    {
        using var folder = new TempFolder();
        var (first, started) = await StartAsync(folder, "admin123");
        await using (started)
        {
            Assert.Contains(first, line => line.Contains("password of admin is weak", StringComparison.Ordinal));
            using var client = started.NewClient();
            await client.CookieAsync("admin", "admin123");
        }

        var (second, restarted) = await StartAsync(folder, "admin123");
        await using (restarted)
        {
            Assert.Contains(second, line => line.Contains("password of admin is weak", StringComparison.Ordinal));
            using var client = await restarted.SignInAsync("admin", "admin123", Cancellation);
            Assert.Equal(200, (await client.AskAsync("POST", "/auth/password", new { current = "admin123", @new = "six purple otters sing" })).Status);
        }

        var (third, changed) = await StartAsync(folder, "admin123");
        await using (changed)
        {
            Assert.DoesNotContain(third, line => line.Contains("weak", StringComparison.Ordinal));
            using var client = changed.NewClient();
            await client.CookieAsync("admin", "six purple otters sing");
            Assert.Equal(401, (await client.AskAsync("POST", "/auth/login", new { username = "admin", password = "admin123" })).Status);
        }
    }

    [Fact]
    public async Task NoPassword_InTheSettings_PrintsTheSetUpLinkOnce()
    {
        using var folder = new TempFolder();
        var (lines, weir) = await StartAsync(folder, "");
        await using (weir)
        {
            var line = Assert.Single(lines, line => line.Contains("/setup?code=", StringComparison.Ordinal));
            Assert.Contains(weir.Address.ToString(), line, StringComparison.Ordinal);
        }
    }

    private static async Task<(IReadOnlyCollection<string> Lines, WeirHost Host)> StartAsync(TempFolder folder, string password)
    {
        var lines = new ConcurrentQueue<string>();
        var host = await WeirHost.StartAsync(
            upstream: null,
            Cancellation,
            services => services.AddSingleton<ILoggerProvider>(new LineLogs(lines)),
            ("WEIR_ADMIN_PASSWORD", password),
            ("WEIR_DATA", folder.Path));
        return (lines, host);
    }
}
