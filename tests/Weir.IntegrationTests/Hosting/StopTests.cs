using System.Net.Http.Json;
using System.Text;
using Weir.IntegrationTests.Running;
using Weir.TestKit;
using Weir.TestKit.Processes;
using Weir.TestKit.Upstreams;
using Weir.TestKit.Wire;
using Xunit;

namespace Weir.IntegrationTests.Hosting;

public sealed class StopTests
{
    [Fact]
    public async Task Stop_StreamOpen_LetsItEndAndSettlesIt()
    {
        var (gate, cancellationToken) = (new Gate(), TestContext.Current.CancellationToken);
        await using var upstream = new FakeUpstream { OnRequest = _ => Paused(gate) };
        await using var host = await WeirHost.StartAsync(upstream, cancellationToken);
        using var raw = await RawClient.ConnectAsync(host.Address, cancellationToken);
        var answer = await BeginStreamAsync(host, raw, cancellationToken);
        await gate.Reached.WaitAsync(cancellationToken);

        var stopping = host.StopAsync(cancellationToken);
        Assert.False(stopping.IsCompleted);
        gate.Open();
        await answer.ReadToEndAsync(cancellationToken);
        await stopping;

        Assert.Equal(BodyEnd.Complete, answer.End);
        Assert.Contains("event: message_stop", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_StreamOutlastsTheDeadline_IsCutWithAnErrorThatSaysWhy()
    {
        var (gate, cancellationToken) = (new Gate(), TestContext.Current.CancellationToken);
        await using var upstream = new FakeUpstream { OnRequest = _ => Paused(gate) };
        await using var host = await WeirHost.StartAsync(upstream, cancellationToken, null, ("Weir__StopSeconds", "0"));
        using var raw = await RawClient.ConnectAsync(host.Address, cancellationToken);
        var answer = await BeginStreamAsync(host, raw, cancellationToken);
        await gate.Reached.WaitAsync(cancellationToken);

        await host.StopAsync(cancellationToken);
        await answer.ReadToEndAsync(cancellationToken);

        Assert.Contains("The gateway is stopping.", answer.Text, StringComparison.Ordinal);
        Assert.Contains("event: error", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("message_stop", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_SecondSignal_EndsTheProcessAtOnce()
    {
        var (gate, cancellationToken) = (new Gate(), TestContext.Current.CancellationToken);
        await using var upstream = new FakeUpstream { OnRequest = _ => Paused(gate) };
        using var folder = new TempFolder();
        await using var weir = await ProcessUnderTest.StartAsync(
            new()
            {
                DataFolder = folder.Path,
                Environment =
                {
                    ["ANTHROPIC_BASE_URL"] = upstream.Address.ToString(),
                    ["WEIR_ADMIN_PASSWORD"] = WeirHost.AdminPassword,
                    ["Weir__StopSeconds"] = "600",
                },
            },
            cancellationToken);
        using var client = new HttpClient { BaseAddress = weir.Address };
        using var signedIn = await client.PostAsJsonAsync("/auth/login", new { username = "admin", password = WeirHost.AdminPassword }, cancellationToken);
        using var raw = await RawClient.ConnectAsync(weir.Address, cancellationToken);
        await BeginStreamAsync(raw, await WeirHost.AddKeyAsync(client, null, cancellationToken), cancellationToken);
        await gate.Reached.WaitAsync(cancellationToken);

        weir.Terminate();
        await Eventually.IsTrueAsync(() => weir.Output.Contains("SIGTERM: stopping", StringComparison.Ordinal), cancellationToken);
        Assert.False(weir.HasExited);
        weir.Terminate();
        await weir.WaitForExitAsync(cancellationToken);

        Assert.Equal(128 + 15, weir.ExitCode);
        Assert.DoesNotContain("Everything is settled", weir.Output, StringComparison.Ordinal);
    }

    private static Script Paused(Gate gate) => new() { Cues = [new(Point.Event("message_stop"), Act.Pause(gate))] };

    private static async Task<RawAnswer> BeginStreamAsync(WeirHost host, RawClient raw, CancellationToken cancellationToken) =>
        await BeginStreamAsync(raw, await WeirHost.AddKeyAsync(host.Admin, null, cancellationToken), cancellationToken);

    private static async Task<RawAnswer> BeginStreamAsync(RawClient raw, string key, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes("""{"model":"claude-sonnet-4-5","max_tokens":100,"stream":true,"messages":[{"role":"user","content":"Hi"}]}""");
        await raw.SendAsync(RawClient.Request("POST", "/v1/messages", [("x-api-key", key)], body), cancellationToken);
        return await raw.ReadHeadAsync(cancellationToken);
    }
}
