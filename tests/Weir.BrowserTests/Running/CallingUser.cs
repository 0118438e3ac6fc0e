using System.Net.Http.Json;
using Xunit;

namespace Weir.BrowserTests.Running;

/// <summary>A user whose program calls models, beside the browser.</summary>
public sealed class CallingUser : IDisposable
{
    private readonly HttpClient _program;

    private CallingUser(string name, Guid id, HttpClient program) => (Name, Id, _program) = (name, id, program);

    public string Name { get; }

    public Guid Id { get; }

    public static async Task<CallingUser> AddAsync(Installation weir, string name)
    {
        var id = await weir.AddUserAsync(name);
        using var person = await weir.SignInAsync(name, Installation.AdminPassword);
        using var made = await person.PostAsJsonAsync("/api/keys", new { name = "program" }, TestContext.Current.CancellationToken);
        var key = (await Installation.JsonAsync(made)).GetProperty("key").GetString()!;
        return new(name, id, new HttpClient { BaseAddress = weir.Address, DefaultRequestHeaders = { { "x-api-key", key }, { "anthropic-version", "2023-06-01" } } });
    }

    /// <returns>The status of the answer.</returns>
    public async Task<int> CallAsync(string model)
    {
        using var answer = await _program.PostAsJsonAsync(
            "/v1/messages",
            new { model, max_tokens = 100, stream = true, messages = new[] { new { role = "user", content = "Hi" } } },
            TestContext.Current.CancellationToken);
        await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (int)answer.StatusCode;
    }

    /// <summary>What an administrator does elsewhere.</summary>
    public async Task LimitAsync(Installation weir, long tokens)
    {
        using var admin = await weir.SignInAsync("admin", Installation.AdminPassword);
        using var changed = await admin.PutAsJsonAsync($"/admin/api/users/{Id}", new { token_limit = tokens }, TestContext.Current.CancellationToken);
        changed.EnsureSuccessStatusCode();
    }

    public void Dispose() => _program.Dispose();
}
