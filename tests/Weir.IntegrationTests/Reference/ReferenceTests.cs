using System.Text.Json;
using Weir.IntegrationTests.Hosting;
using Xunit;

namespace Weir.IntegrationTests.Reference;

public sealed class ReferenceTests(BareHostFixture fixture) : IClassFixture<BareHostFixture>
{
    [Theory]
    [InlineData("/v1/messages", "post", "bearer x-api-key")]
    [InlineData("/v1/messages/count_tokens", "post", "bearer x-api-key")]
    [InlineData("/v1/models", "get", "bearer x-api-key")]
    [InlineData("/v1/models/{id}", "get", "bearer x-api-key")]
    [InlineData("/api/inference/anthropic/messages", "post", "session bearer x-api-key")]
    public async Task Document_InferencePath_NamesItsCredentialsAndErrorsAndTheVendorsReference(string path, string method, string credentials)
    {
        var operation = (await DocumentAsync()).GetProperty("paths").GetProperty(path).GetProperty(method);

        Assert.Equal(credentials, string.Join(' ', operation.GetProperty("security").EnumerateArray().Select(any => any.EnumerateObject().Single().Name)));
        Assert.StartsWith("https://platform.claude.com/", operation.GetProperty("externalDocs").GetProperty("url").GetString(), StringComparison.Ordinal);
        Assert.Subset(
            operation.GetProperty("responses").EnumerateObject().Select(response => response.Name).ToHashSet(),
            new HashSet<string> { "200", "400", "401", "403", "429", "502", "503" });
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
