using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using Weir.IntegrationTests.Accounts;
using Weir.IntegrationTests.Budgets;
using Weir.IntegrationTests.Running;
using Weir.TestKit.Upstreams;
using Weir.TestKit.Wire;
using Xunit;
using static Weir.IntegrationTests.Accounts.AccountHost;

namespace Weir.IntegrationTests.RateLimits;

/// <summary>What tests of rates do again and again.</summary>
internal static class RateHost
{
    /// <summary>With a clock that stands still until a test moves it.</summary>
    public static Task<WeirHost> StartAsync(FakeUpstream upstream, FakeTimeProvider clock) => WeirHost.StartAsync(
        upstream,
        Cancellation,
        services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock)));

    /// <summary>Adds a limit, and returns its id.</summary>
    public static async Task<Guid> AddRateAsync(this WeirHost weir, object limit)
    {
        var (status, json) = await weir.Admin.AskAsync("POST", "/admin/api/rate-limits", limit);
        Assert.True(status == 201, $"{status}: {json}");
        return json.GetProperty("id").GetGuid();
    }

    public static async Task ChangeRateAsync(this WeirHost weir, Guid id, object limit)
    {
        var (status, json) = await weir.Admin.AskAsync("PUT", $"/admin/api/rate-limits/{id}", limit);
        Assert.True(status == 200, $"{status}: {json}");
    }

    /// <summary>How many of so many small questions at once are answered. All others are refused for their rate.</summary>
    public static async Task<int> AnsweredAsync(this WeirHost weir, string key, int questions)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, questions).Select(_ => weir.AskModelAsync(key)));
        Assert.All(answers.Where(answer => answer.Status != 200), answer => Assert.Equal((429, true), (answer.Status, IsOfRate(answer))));
        return answers.Count(answer => answer.Status == 200);
    }

    public static bool IsOfRate(RawAnswer answer) => answer.Text.Contains("\"error_code\":\"rate_limit_exceeded\"", StringComparison.Ordinal);
}
