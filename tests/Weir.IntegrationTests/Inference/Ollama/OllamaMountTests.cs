using System.Text;
using Weir.IntegrationTests.Running;
using Weir.TestKit.Upstreams;
using Weir.TestKit.Wire;
using Xunit;

namespace Weir.IntegrationTests.Inference.Ollama;

/// <summary>Which paths are Ollama's, who may use them, and in whose shape they say no.</summary>
public sealed class OllamaMountTests(OllamaFixture fixture) : IClassFixture<OllamaFixture>
{
    private readonly int _before = fixture.Box.Asked().Count;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What the box got during this test.</summary>
    private IEnumerable<ReceivedRequest> Received => fixture.Box.Asked().Skip(_before);

    [Theory]
    [InlineData("POST", "pull")]
    [InlineData("POST", "push")]
    [InlineData("POST", "create")]
    [InlineData("POST", "copy")]
    [InlineData("DELETE", "delete")]
    [InlineData("POST", "delete")]
    [InlineData("GET", "blobs/sha256:29fdb92e57cf0827ded04ae6461b5931d01fa595843f55d36f5b275a52087dd2")]
    [InlineData("POST", "blobs/sha256:29fdb92e57cf0827ded04ae6461b5931d01fa595843f55d36f5b275a52087dd2")]
    [InlineData("POST", "me")]
    [InlineData("POST", "signin")]
    [InlineData("POST", "signout")]
    [InlineData("DELETE", "user/keys/abc")]
    [InlineData("POST", "PULL")]
    [InlineData("POST", "p%75ll")]
    [InlineData("POST", "pull/")]
    public async Task Management_IsNeverForwarded(string method, string path)
    {
        foreach (var prefix in (string[])["/ollama/api/", "/api/"])
        {
            var answer = await AskAsync(method, prefix + path, "{\"model\":\"llama3.2\"}");

            Assert.Equal(403, answer.Status);
            Assert.StartsWith("""{"error":"Models and accounts of an Ollama server are managed by whoever operates it""", answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("request_id", answer.Text, StringComparison.Ordinal);
        }

        Assert.Empty(Received);
    }

    [Theory]
    [InlineData("POST", "/ollama/api/web_search")]
    [InlineData("GET", "/ollama/api")]
    [InlineData("GET", "/ollama/v1/models")]
    [InlineData("POST", "/ollama/v1/chat/completions")]
    [InlineData("POST", "/ollama/api/chat/more")]
    [InlineData("POST", "/ollama/api/../../api/pull")]
    public async Task Path_ElsewhereUnderTheMount_IsNotServedInOllamasShape(string method, string path)
    {
        var answer = await AskAsync(method, path, "{}");

        Assert.InRange(answer.Status, 403, 404);
        Assert.StartsWith("""{"error":" """.Trim(), answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("request_id", answer.Text, StringComparison.Ordinal);
        Assert.Empty(Received);
    }

    [Theory]
    [InlineData("POST", "/api/web_search")]
    [InlineData("GET", "/api/experimental/x")]
    [InlineData("POST", "/api/chat/more")]
    [InlineData("GET", "/api/inference/ollama/tags")]
    [InlineData("POST", "/api/inference/ollama/pull")]
    [InlineData("GET", "/api/inference/nothing")]
    [InlineData("GET", "/api/keys/one/two")]
    public async Task Path_ElsewhereUnderTheRoot_IsWeirsOwn(string method, string path)
    {
        var answer = await AskAsync(method, path, "{}");

        Assert.Equal(404, answer.Status);
        Assert.Contains("\"request_id\":\"req_", answer.Text, StringComparison.Ordinal);
        Assert.Empty(Received);
    }

    [Theory]
    [InlineData("GET", "/api/chat")]
    [InlineData("POST", "/ollama/api/tags")]
    [InlineData("DELETE", "/api/version")]
    public async Task Method_ThatDoesNothing_IsToldInOllamasShape(string method, string path)
    {
        var answer = await AskAsync(method, path, "");

        // Below the mount, what no route takes is the fallback's.
        Assert.Equal(path.StartsWith("/ollama", StringComparison.Ordinal) ? 404 : 405, answer.Status);
        Assert.StartsWith("""{"error":" """.Trim(), answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("request_id", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/ollama")]
    [InlineData("/ollama/")]
    [InlineData("/")]
    public async Task Greeting_IsOllamas(string path)
    {
        var greeting = await Post.SendAsync(fixture.Host.Address, RawClient.Request("GET", path, [], []), Cancellation);
        var head = await fixture.Account.Client.SendAsync(new(HttpMethod.Head, path), Cancellation);

        Assert.Equal((200, "Ollama is running"), (greeting.Status, greeting.Text));
        Assert.StartsWith("text/plain", greeting.Head["content-type"], StringComparison.Ordinal);
        Assert.True(head.IsSuccessStatusCode);
    }

    [Theory]
    [InlineData("/api/chat", "none", 401)]
    [InlineData("/api/chat", "cookie", 401)]
    [InlineData("/ollama/api/chat", "cookie", 401)]
    [InlineData("/api/chat", "bearer", 200)]
    [InlineData("/api/chat", "x-api-key", 200)]
    [InlineData("/api/inference/ollama/chat", "none", 401)]
    [InlineData("/api/inference/ollama/chat", "cookie", 200)]
    [InlineData("/api/inference/ollama/chat", "cookie of another origin", 403)]
    [InlineData("/api/inference/ollama/chat", "cookie of another site", 403)]
    [InlineData("/api/inference/ollama/chat", "bearer", 200)]
    public async Task Credential_CountsWhereItMay(string path, string credential, int status)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = fixture.Host.Address };
        using var signIn = await client.PostAsync(
            "/auth/login",
            new StringContent($$"""{"username":"ada","password":"{{WeirHost.AdminPassword}}"}""", Encoding.UTF8, "application/json"),
            Cancellation);
        var cookie = signIn.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        (string, string)[] headers = credential switch
        {
            "none" => [],
            "cookie" => [("cookie", cookie)],
            "cookie of another origin" => [("cookie", cookie), ("origin", "https://evil.example")],
            "cookie of another site" => [("cookie", cookie), ("sec-fetch-site", "cross-site")],
            "bearer" => [("authorization", $"Bearer {fixture.Account.Key}")],
            _ => [("x-api-key", fixture.Account.Key)],
        };

        var answer = await Post.SendAsync(fixture.Host.Address, Post.To(path, OllamaHost.Chat(), [.. headers, ("content-type", "application/json")]), Cancellation);

        Assert.Equal(status, answer.Status);
        if (status >= 400)
        {
            Assert.StartsWith("""{"error":" """.Trim(), answer.Text, StringComparison.Ordinal);
            Assert.Equal(path.Contains("inference", StringComparison.Ordinal), answer.Text.Contains("request_id", StringComparison.Ordinal));
        }
    }

    private Task<RawAnswer> AskAsync(string method, string path, string body) =>
        Post.SendAsync(fixture.Host.Address, RawClient.Request(method, path, [("x-api-key", fixture.Account.Key)], Encoding.UTF8.GetBytes(body)), Cancellation);
}
