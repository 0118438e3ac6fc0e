using System.Text.Json;
using System.Text.RegularExpressions;
using Weir.IntegrationTests.Hosting;
using Weir.IntegrationTests.Running;
using Xunit;

namespace Weir.IntegrationTests.Reference;

public sealed partial class ReferenceTests(BareHostFixture fixture) : IClassFixture<BareHostFixture>
{
    [Theory]
    [InlineData("/v1/messages", "post", "bearer x-api-key", "https://platform.claude.com/")]
    [InlineData("/v1/messages/count_tokens", "post", "bearer x-api-key", "https://platform.claude.com/")]
    [InlineData("/v1/models", "get", "bearer x-api-key", "https://platform.claude.com/")]
    [InlineData("/v1/models/{id}", "get", "bearer x-api-key", "https://platform.claude.com/")]
    [InlineData("/api/inference/anthropic/messages", "post", "session bearer x-api-key", "https://platform.claude.com/")]
    [InlineData("/v1/chat/completions", "post", "bearer x-api-key", "https://platform.openai.com/")]
    [InlineData("/v1/responses", "post", "bearer x-api-key", "https://platform.openai.com/")]
    [InlineData("/v1/embeddings", "post", "bearer x-api-key", "https://platform.openai.com/")]
    [InlineData("/api/chat", "post", "bearer x-api-key", "https://docs.ollama.com/")]
    [InlineData("/ollama/api/generate", "post", "bearer x-api-key", "https://docs.ollama.com/")]
    [InlineData("/ollama/api/embed", "post", "bearer x-api-key", "https://docs.ollama.com/")]
    [InlineData("/api/tags", "get", "bearer x-api-key", "https://docs.ollama.com/")]
    [InlineData("/api/inference/ollama/chat", "post", "session bearer x-api-key", "https://docs.ollama.com/")]
    [InlineData("/api/inference/ollama/models", "get", "session bearer x-api-key", "https://docs.ollama.com/")]
    public async Task Document_InferencePath_NamesItsCredentialsAndTheVendorsReference(string path, string method, string credentials, string vendor)
    {
        var operation = (await DocumentAsync()).GetProperty("paths").GetProperty(path).GetProperty(method);

        Assert.Equal(credentials, string.Join(' ', operation.GetProperty("security").EnumerateArray().Select(any => any.EnumerateObject().Single().Name)));
        Assert.StartsWith(vendor, operation.GetProperty("externalDocs").GetProperty("url").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/messages", "post", "200 400 401 403 404 408 413 429 502 503 504 508")]
    [InlineData("/api/inference/anthropic/messages", "post", "200 400 401 403 404 408 413 429 502 503 504 508")]
    [InlineData("/v1/messages/count_tokens", "post", "200 400 401 403 404 408 413 429 502 503 508")]
    [InlineData("/v1/chat/completions", "post", "200 400 401 403 404 408 413 429 502 503 504 508")]
    [InlineData("/v1/responses", "post", "200 400 401 403 404 408 413 429 502 503 504 508")]
    [InlineData("/v1/embeddings", "post", "200 400 401 403 404 408 413 429 502 503 504 508")]
    [InlineData("/v1/models", "get", "200 400 401 403 508")]
    [InlineData("/v1/models/{id}", "get", "200 400 401 403 404 508")]
    [InlineData("/api/inference/queue", "get", "200 400 401 403 508")]
    [InlineData("/api/chat", "post", "200 400 401 403 404 408 413 429 502 503 504 508")]
    [InlineData("/ollama/api/embeddings", "post", "200 400 401 403 404 408 413 429 502 503 504 508")]
    [InlineData("/api/show", "post", "200 400 401 403 404 408 413 429 502 503 508")]
    [InlineData("/api/tags", "get", "200 400 401 403 502 508")]
    [InlineData("/api/version", "get", "200 400 401 403 404 502 508")]
    [InlineData("/api/inference/ollama/generate", "post", "200 400 401 403 404 408 413 429 502 503 504 508")]
    [InlineData("/api/inference/ollama/models", "get", "200 400 401 403 502 508")]
    [InlineData("/auth/login", "post", "200 400 401 403 408 413 415 429 503")]
    [InlineData("/auth/register", "post", "200 400 403 404 408 409 413 415 429 503")]
    [InlineData("/auth/join", "post", "200 400 403 404 408 409 413 415 503")]
    [InlineData("/auth/reset", "post", "200 400 403 404 408 409 413 415 503")]
    [InlineData("/auth/sessions/{id}", "delete", "200 400 401 403 404")]
    [InlineData("/admin/api/invites", "post", "201 400 401 403 408 409 413 415")]
    [InlineData("/admin/api/users", "get", "200 400 401 403")]
    [InlineData("/admin/api/users/bulk", "post", "200 400 401 403 408 409 413 415")]
    [InlineData("/admin/api/users/{id}/reset", "post", "201 400 401 403 404 409")]
    [InlineData("/auth/me", "get", "200 400 401 403")]
    [InlineData("/auth/password", "post", "200 400 401 403 408 409 413 415 429 503")]
    [InlineData("/api/keys", "get", "200 400 401 403")]
    [InlineData("/api/keys", "post", "201 400 401 403 408 409 413 415")]
    [InlineData("/api/keys/{id}", "delete", "200 400 401 403 404")]
    [InlineData("/admin/api/users", "post", "201 400 401 403 408 409 413 415 503")]
    [InlineData("/admin/api/users/{id}", "put", "200 400 401 403 404 408 409 413 415")]
    [InlineData("/admin/api/upstreams", "post", "201 400 401 403 408 409 413 415")]
    [InlineData("/admin/api/upstreams/{id}", "put", "200 400 401 403 404 408 409 413 415")]
    [InlineData("/admin/api/upstreams/{id}/test", "post", "200 400 401 403 404")]
    [InlineData("/admin/api/routes/{id}", "delete", "200 400 401 403 404 409")]
    [InlineData("/admin/api/models", "get", "200 400 401 403")]
    [InlineData("/admin/api/budgets", "post", "201 400 401 403 408 409 413 415")]
    [InlineData("/admin/api/budgets/{id}", "put", "200 400 401 403 404 408 409 413 415")]
    [InlineData("/admin/api/budgets/templates/{id}", "delete", "200 400 401 403 404")]
    [InlineData("/admin/api/groups/{id}", "delete", "200 400 401 403 404")]
    [InlineData("/api/inference/budgets", "get", "200 400 401 403")]
    [InlineData("/admin/api/prices", "get", "200 400 401 403")]
    [InlineData("/admin/api/prices", "post", "201 400 401 403 408 409 413 415")]
    [InlineData("/admin/api/prices/{id}/end", "post", "200 400 401 403 404 408 409 413 415")]
    [InlineData("/admin/api/prices/{id}", "delete", "200 400 401 403 404 409")]
    [InlineData("/admin/api/rate-limits", "post", "201 400 401 403 408 409 413 415")]
    [InlineData("/admin/api/rate-limits/{id}", "put", "200 400 401 403 404 408 413 415")]
    [InlineData("/admin/api/usage/{userId}", "get", "200 400 401 403 404")]
    public async Task Document_EveryOperation_ListsTheStatusesItAnswersWith(string path, string method, string statuses)
    {
        var responses = (await DocumentAsync()).GetProperty("paths").GetProperty(path).GetProperty(method).GetProperty("responses");

        Assert.Equal(statuses, string.Join(' ', responses.EnumerateObject().Select(response => response.Name).Order()));
        Assert.All(responses.EnumerateObject(), response => Assert.NotEmpty(response.Value.GetProperty("description").GetString()!));
    }

    [Fact]
    public async Task Document_RefusalOfABudget_HasItsFigures()
    {
        var responses = (await DocumentAsync()).GetProperty("paths").GetProperty("/api/inference/anthropic/messages").GetProperty("post").GetProperty("responses");

        var fields = responses.GetProperty("429").GetProperty("content").GetProperty("application/json").GetProperty("schema").GetProperty("properties");

        Assert.Equal(["error", "limit", "needed", "request_id", "reserved", "resets_at", "subject", "unit", "used"], fields.EnumerateObject().Select(field => field.Name).Order());
    }

    [Theory]
    [InlineData("/v1/messages", "details message type")]
    [InlineData("/v1/chat/completions", "code details message param type")]
    public async Task Document_NativePath_HasErrorsInTheDialectsShape(string path, string names)
    {
        var responses = (await DocumentAsync()).GetProperty("paths").GetProperty(path).GetProperty("post").GetProperty("responses");

        var fields = responses.GetProperty("429").GetProperty("content").GetProperty("application/json").GetProperty("schema").GetProperty("properties");

        Assert.Equal(names, string.Join(' ', fields.GetProperty("error").GetProperty("properties").EnumerateObject().Select(field => field.Name).Order()));
    }

    [Fact]
    public async Task Document_EmbeddingsPath_IsNoStream()
    {
        var paths = (await DocumentAsync()).GetProperty("paths");

        Assert.Equal(["application/json"], Types("/v1/embeddings"));
        Assert.Equal(["application/json", "text/event-stream"], Types("/v1/responses"));

        string[] Types(string path) =>
            [.. paths.GetProperty(path).GetProperty("post").GetProperty("responses").GetProperty("200").GetProperty("content").EnumerateObject().Select(type => type.Name)];
    }

    [Fact]
    public async Task Document_ExampleOfARequest_NamesTheDefaultModel()
    {
        await using var weir = await WeirHost.StartAsync(upstream: null, TestContext.Current.CancellationToken, null, ("Weir__DefaultModels__Anthropic", "claude-of-the-house"));

        var document = JsonElement.Parse(await weir.Admin.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken));

        var body = document.GetProperty("paths").GetProperty("/v1/messages").GetProperty("post").GetProperty("requestBody");
        Assert.Equal("claude-of-the-house", body.GetProperty("content").GetProperty("application/json").GetProperty("example").GetProperty("model").GetString());
    }

    [Fact]
    public async Task Document_EveryCredentialItNames_IsDescribed()
    {
        var schemes = (await DocumentAsync()).GetProperty("components").GetProperty("securitySchemes");

        Assert.Equal(["bearer", "session", "x-api-key"], schemes.EnumerateObject().Select(scheme => scheme.Name).Order());
    }

    [Fact]
    public async Task Page_FetchesNothingFromElsewhere()
    {
        var host = fixture.Host;

        var html = await host.Client.GetStringAsync("/docs/", TestContext.Current.CancellationToken);
        using var script = await host.Client.GetAsync("/docs/scalar.js", TestContext.Current.CancellationToken);

        // A nonce is random, and may hold two slashes of its own.
        Assert.DoesNotContain("//", Nonce().Replace(html, "").Replace("</", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.True(script.IsSuccessStatusCode);
    }

    [GeneratedRegex("nonce=\"[^\"]*\"")]
    private static partial Regex Nonce();

    private async Task<JsonElement> DocumentAsync()
    {
        var host = fixture.Host;
        return JsonElement.Parse(await host.Client.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken));
    }
}
