using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Weir.IntegrationTests.Running;
using Weir.Proxy.Dialects;
using Weir.Proxy.Upstreams;
using Weir.TestKit.Upstreams;
using Xunit;
using UpstreamKind = Weir.Proxy.Upstreams.UpstreamKind;

namespace Weir.IntegrationTests.Inference;

/// <summary>Where a connection to an upstream may lead, whatever its name resolves to.</summary>
public sealed class AddressTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("169.254.169.254", true)]
    [InlineData("169.254.169.254", false)]
    [InlineData("fe80::1", true)]
    [InlineData("fd00:ec2::254", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.0.0.7", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    public async Task Name_ThatLeadsWhereItMayNot_IsNotConnectedTo(string address, bool isPrivate)
    {
        await using var upstream = new FakeUpstream();
        var names = new ScriptedResolution(_ => [IPAddress.Parse(address)]);
        await using var weir = await StartAsync(names);
        await weir.UseAsync([Named(upstream, isPrivate)]);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);

        var answer = await Post.SendAsync(weir.Address, Post.Messages(ada.Key, Post.Question(stream: true)), Cancellation);

        Assert.Contains(answer.Status, (int[])[502, 503]);
        Assert.DoesNotContain(address, answer.Text, StringComparison.Ordinal);
        Assert.Empty(upstream.Book.Requests);
        Assert.Empty(upstream.Book.Lists);
        Assert.Empty(await LedgerLines.WhenSettledAsync(weir.Services, Cancellation));
    }

    [Fact]
    public async Task Name_OfAPrivateAddress_IsConnectedToWhereMarked()
    {
        await using var upstream = new FakeUpstream();
        await using var weir = await StartAsync(new ScriptedResolution(_ => [IPAddress.Loopback]));
        await weir.UseAsync([Named(upstream, isPrivate: true)]);
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);

        Assert.Equal(200, (await Post.SendAsync(weir.Address, Post.Messages(ada.Key, Post.Question(stream: true)), Cancellation)).Status);
    }

    /// <summary>A resolver that names a good address when it is asked first and a forbidden one from then on: each connection is judged by itself.</summary>
    [Fact]
    public async Task Name_ThatIsReboundBetweenConnections_IsJudgedAtEachOfThem()
    {
        await using var upstream = new FakeUpstream { OnRequest = _ => new() { Headers = [("connection", "close")] }, OnList = _ => new() { Headers = [("connection", "close")] } };
        var isRebound = false;
        await using var weir = await StartAsync(new ScriptedResolution(_ => [isRebound ? IPAddress.Parse("169.254.169.254") : IPAddress.Loopback]));
        await weir.UseAsync([Named(upstream, isPrivate: true)]);
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);
        Assert.Equal(200, (await Post.SendAsync(weir.Address, Post.Messages(ada.Key, Post.Question(stream: true)), Cancellation)).Status);

        isRebound = true;
        var answer = await Post.SendAsync(weir.Address, Post.Messages(ada.Key, Post.Question(stream: true)), Cancellation);

        Assert.Equal(502, answer.Status);
        Assert.Single(upstream.Book.Attempts);
    }

    [Fact]
    public async Task Upstream_ThatRedirects_IsNotFollowed()
    {
        await using var elsewhere = new FakeUpstream();
        await using var upstream = new FakeUpstream
        {
            OnRequest = _ => new() { Status = 307, Body = "{}"u8.ToArray(), ContentType = "application/json", Headers = [("location", $"{elsewhere.Address}v1/messages")] },
        };
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);

        var answer = await Post.SendAsync(weir.Address, Post.Messages(ada.Key, Post.Question(stream: true)), Cancellation);

        Assert.Equal(502, answer.Status);
        Assert.Null(answer.Head["location"]);
        Assert.Empty(elsewhere.Book.Requests);
    }

    private static Task<WeirHost> StartAsync(ScriptedResolution names) =>
        WeirHost.StartAsync(null, Cancellation, services => services.AddSingleton<NameResolution>(names));

    private static UpstreamConfig Named(FakeUpstream upstream, bool isPrivate) => new()
    {
        Name = "named",
        Kind = UpstreamKind.Anthropic,
        BaseUrl = new($"http://models.example:{upstream.Address.Port}"),
        Dialects = [Dialect.Anthropic],
        IsPrivate = isPrivate,
        WhenClientGone = ClientGonePolicy.Drain,
        ConnectTimeout = TimeSpan.FromSeconds(2),
    };

    /// <summary>Answers in the stead of the system's resolver.</summary>
    private sealed class ScriptedResolution(Func<string, IPAddress[]> answer) : NameResolution
    {
        public override Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) => Task.FromResult(answer(host));
    }
}
