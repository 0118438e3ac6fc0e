using Weir.Connect;
using Weir.IntegrationTests.Callers;
using Weir.IntegrationTests.Running;
using Weir.Proxy.Dialects;
using Weir.TestKit.Upstreams;
using Xunit;

namespace Weir.IntegrationTests.Connect;

/// <summary>A Weir before a fake upstream of a client's dialect, and that client's snippets for it.</summary>
internal sealed class SnippetPlace : IAsyncDisposable
{
    private const string Answer = "A weir measures the stream";

    private readonly WeirHost _weir;
    private readonly Account _ada;

    private SnippetPlace(WeirHost weir, Account ada, FakeUpstream upstream, ConnectClient client, SnippetFacts facts)
    {
        (_weir, _ada, Upstream, Facts) = (weir, ada, upstream, facts);
        Snippets = client.Write(facts);
    }

    public FakeUpstream Upstream { get; }

    public SnippetFacts Facts { get; }

    public IReadOnlyList<Snippet> Snippets { get; }

    public static async Task<SnippetPlace> StartAsync(string id, CancellationToken cancellationToken, Dialect? dialect = null, Func<SnippetFacts, SnippetFacts>? write = null)
    {
        var client = ConnectClients.Find(id)!;
        var spoken = dialect ?? client.Dialects[0];
        var (kind, model) = spoken switch
        {
            Dialect.Anthropic => (UpstreamKind.Anthropic, "claude-sonnet-5-5"),
            Dialect.OpenAI => (UpstreamKind.OpenAI, "gpt-5.5"),
            _ => (UpstreamKind.Ollama, "llama3.2"),
        };
        var upstream = new FakeUpstream { Kind = kind };
        (string, string)[] settings = kind == UpstreamKind.Ollama ? [("OLLAMA_URL", upstream.Address.ToString())] : [];
        var weir = await WeirHost.StartAsync(kind == UpstreamKind.Ollama ? null : upstream, cancellationToken, settings: settings);
        var ada = await weir.AddAccountAsync("ada", 10_000_000, cancellationToken);
        var key = client.PutsKeyInPath ? await WeirHost.AddKeyAsync(ada.Client, null, cancellationToken, allowInPath: true) : ada.Key;
        var facts = new SnippetFacts(weir.Address, key, model, spoken);
        return new(weir, ada, upstream, client, write is null ? facts : write(facts));
    }

    /// <summary>The program ended well, said the answer, and what it asked is in the ledger.</summary>
    public async Task AssertAnsweredAsync(Said said)
    {
        Assert.True(said.ExitCode == 0, said.ToString());
        Assert.Contains(Answer, said.Output, StringComparison.Ordinal);
        await AssertCountedAsync();
    }

    public async Task AssertCountedAsync() => Assert.NotEmpty(await CallerLedger.HoldAsync(_weir, Upstream, TestContext.Current.CancellationToken));

    public async ValueTask DisposeAsync()
    {
        _ada.Dispose();
        await _weir.DisposeAsync();
        await Upstream.DisposeAsync();
    }
}
