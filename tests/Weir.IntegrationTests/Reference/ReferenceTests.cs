using System.Text.Json;
using Weir.IntegrationTests.Hosting;
using Weir.IntegrationTests.Running;
using Xunit;

namespace Weir.IntegrationTests.Reference;

public sealed class ReferenceTests(BareHostFixture fixture) : IClassFixture<BareHostFixture>
{
    [Theory]
    [InlineData("/v1/messages", "post", "bearer x-api-key", "https://platform.claude.com/")]
    [InlineData("/v1/messages/count_tokens", "post", "bearer x-api-key", "https://platform.claude.com/")]
    [InlineData("/v1/models", "get", "bearer x-api-key", "https://platform.claude.com/")]
    [InlineData("/v1/models/{id}", "get", "bearer x-api-key", "https://platform.claude.com/")]
    [InlineData("/api/inference/anthropic/messages", "post", "session bearer x-api-key", "https://platform.claude.com/")]
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
    [InlineData("/v1/models", "get", "200 400 401 403 502 508")]
    [InlineData("/v1/models/{id}", "get", "200 400 401 403 502 508")]
    [InlineData("/api/chat", "post", "200 400 401 403 404 408 413 429 502 503 504 508")]
    [InlineData("/ollama/api/embeddings", "post", "200 400 401 403 404 408 413 429 502 503 504 508")]
    [InlineData("/api/show", "post", "200 400 401 403 404 408 413 502 503 504 508")]
    [InlineData("/api/tags", "get", "200 400 401 403 508")]
    [InlineData("/api/version", "get", "200 400 401 403 404 508")]
    [InlineData("/api/inference/ollama/generate", "post", "200 400 401 403 404 408 413 429 502 503 504 508")]
    [InlineData("/api/inference/ollama/models", "get", "200 400 401 403 508")]
    [InlineData("/auth/login", "post", "200 400 401 403 408 413 415 429 503")]
    [InlineData("/auth/register", "post", "200 400 403 408 409 413 415 503")]
    [InlineData("/auth/me", "get", "200 400 401 403")]
    [InlineData("/auth/password", "post", "200 400 401 403 408 409 413 415 429 503")]
    [InlineData("/api/keys", "get", "200 400 401 403")]
    [InlineData("/api/keys", "post", "201 400 401 403 408 409 413 415")]
    [InlineData("/api/keys/{id}", "delete", "200 400 401 403 404")]
    [InlineData("/admin/api/users", "post", "201 400 401 403 408 409 413 415 503")]
    [InlineData("/admin/api/users/{id}", "put", "200 400 401 403 404 408 409 413 415")]
    [InlineData("/admin/api/usage/{userId}", "get", "200 400 401 403 404")]
    public async Task Document_EveryOperation_ListsTheStatusesItAnswersWith(string path, string method, string statuses)
    {
        var responses = (await DocumentAsync()).GetProperty("paths").GetProperty(path).GetProperty(method).GetProperty("responses");

        Assert.Equal(statuses, string.Join(' ', responses.EnumerateObject().Select(response => response.Name).Order()));
        Assert.All(responses.EnumerateObject(), response => Assert.NotEmpty(response.Value.GetProperty("description").GetString()!));
    }

    [Theory]
    [InlineData("/v1/messages", "text/event-stream")]
    [InlineData("/api/chat", "application/x-ndjson")]
    [InlineData("/api/inference/ollama/generate", "application/x-ndjson")]
    [InlineData("/api/embed", null)]
    public async Task Document_AnswerThatCanBeAStream_NamesItsContentType(string path, string? type)
    {
        var content = (await DocumentAsync()).GetProperty("paths").GetProperty(path).GetProperty("post").GetProperty("responses").GetProperty("200").GetProperty("content");

        Assert.Equal(type is null ? ["application/json"] : (string[])["application/json", type], content.EnumerateObject().Select(media => media.Name).Order());
    }

    [Theory]
    [InlineData("/api/chat", "messages model")]
    [InlineData("/api/generate", "model prompt")]
    [InlineData("/api/embed", "input model")]
    [InlineData("/api/show", "model")]
    [InlineData("/api/inference/ollama/chat", "messages model")]
    [InlineData("/api/inference/anthropic/messages", "messages")]
    public async Task Document_ExampleOfARequest_HasWhatItNeeds(string path, string fields)
    {
        var body = (await DocumentAsync()).GetProperty("paths").GetProperty(path).GetProperty("post").GetProperty("requestBody");

        var example = body.GetProperty("content").GetProperty("application/json").GetProperty("example");

        Assert.Equal(fields, string.Join(' ', example.EnumerateObject().Select(field => field.Name).Order()));
    }

    [Fact]
    public async Task Document_RefusalOfABudget_HasItsFigures()
    {
        var responses = (await DocumentAsync()).GetProperty("paths").GetProperty("/api/inference/anthropic/messages").GetProperty("post").GetProperty("responses");

        var fields = responses.GetProperty("429").GetProperty("content").GetProperty("application/json").GetProperty("schema").GetProperty("properties");

        Assert.Equal(["error", "limit", "needed", "request_id", "reserved", "used"], fields.EnumerateObject().Select(field => field.Name).Order());
    }

    [Fact]
    public async Task Document_ExampleOfARequest_NamesTheDefaultModel()
    {
        await using var weir = await WeirHost.StartAsync(upstream: null, TestContext.Current.CancellationToken, null, ("Weir__DefaultModel", "claude-of-the-house"));

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

        Assert.DoesNotContain("//", html.Replace("</", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.True(script.IsSuccessStatusCode);
    }

    private async Task<JsonElement> DocumentAsync()
    {
        var host = fixture.Host;
        return JsonElement.Parse(await host.Client.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken));
    }
}
