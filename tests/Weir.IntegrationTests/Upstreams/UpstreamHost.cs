using System.Text.Json;
using Microsoft.Data.Sqlite;
using Weir.IntegrationTests.Accounts;
using Weir.IntegrationTests.Running;
using Xunit;

namespace Weir.IntegrationTests.Upstreams;

/// <summary>What tests of upstreams and routes do to a running Weir, as administrator and behind its back.</summary>
internal static class UpstreamHost
{
    /// <summary>Adds an upstream and returns its id.</summary>
    public static async Task<Guid> AddUpstreamAsync(this WeirHost weir, string name, Uri address, string kind = "anthropic", string? apiKey = null)
    {
        var made = await weir.Admin.AskAsync("POST", "/admin/api/upstreams", new { name, kind, base_url = address.ToString(), api_key = apiKey });
        Assert.Equal((201, name), (made.Status, made.Json.GetProperty("name").GetString()));
        return made.Json.GetProperty("id").GetGuid();
    }

    /// <summary>Adds a route to one target and returns its id.</summary>
    public static async Task<Guid> AddRouteAsync(this WeirHost weir, string pattern, string upstream, string? model = null)
    {
        var made = await weir.Admin.AskAsync("POST", "/admin/api/routes", new { pattern, targets = new[] { new { upstream, model } } });
        Assert.Equal((201, pattern), (made.Status, made.Json.GetProperty("pattern").GetString()));
        return made.Json.GetProperty("id").GetGuid();
    }

    /// <summary>A small question to a model, with the session of the administrator.</summary>
    public static Task<(int Status, JsonElement Json)> AskModelAsync(this WeirHost weir, string model = "claude-sonnet-4-5") =>
        weir.Admin.AskAsync("POST", "/api/inference/anthropic/messages", Post.Question(stream: false, model: model));

    public static async Task<JsonElement> UpstreamAsync(this WeirHost weir, string name) =>
        (await weir.Admin.AskAsync("GET", "/admin/api/upstreams")).Json.EnumerateArray().Single(upstream => upstream.GetProperty("name").GetString() == name);

    /// <summary>Writes to the database as another process does, which the running one only hears of by the version that it polls.</summary>
    public static async Task WriteFromOutsideAsync(this string dataFolder, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(dataFolder, "weir.db")};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own text.
        command.CommandText = $"BEGIN IMMEDIATE; {sql}; UPDATE config_version SET version = version + 1; COMMIT";
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
