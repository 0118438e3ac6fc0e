using System.Collections.Immutable;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Accounting;
using Weir.Proxy.Bodies;
using Weir.Proxy.Dialects;
using Weir.Proxy.Dialects.Anthropic;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Forwarding;
using Weir.Proxy.Metering;
using Weir.Proxy.Refusals;
using Weir.Proxy.Routing;
using Weir.Proxy.Upstreams;

namespace Weir.Proxy.Tests.Forwarding;

/// <summary>Runs the real relay over an answer in memory, in pieces of chosen sizes.</summary>
internal sealed class RelayHarness : IDisposable
{
    private readonly AttemptLives _lives = new(TimeProvider.System);
    private readonly Upstream _upstream = new(TestUpstream.Config, new SocketsHttpHandler());
    private readonly Relay _relay;

    public RelayHarness()
    {
        var settling = new Settling(Ledger, States, TestTelling.Unheard, TimeProvider.System, NullLogger<Settling>.Instance);
        _relay = new(new(settling, NullLogger<UpstreamErrors>.Instance), settling, Ledger, NullLogger<Relay>.Instance);
    }

    public RecordingLedger Ledger { get; } = new();

    public Entrance Entrance { get; init; } = new(new AnthropicMessages(), new AnthropicErrors(), false);

    /// <summary>What the request was, as far as the relay looks at it.</summary>
    public Func<RequestPeek> Peek { get; init; } = () => new();

    /// <summary>The model's name at the upstream; the caller calls it <c>m</c>.</summary>
    public string TargetName { get; init; } = "m";

    public RecordingStates States { get; } = new();

    public MemoryStream Written { get; } = new();

    public async Task<(Refusal? Refusal, Settlement Settlement)> RelayAsync(byte[] answer, IEnumerable<int> sizes, bool stream = true, Exception? failure = null)
    {
        Ledger.Settlements.Clear();
        Ledger.Shrinks.Clear();
        Written.SetLength(0);
        var http = new DefaultHttpContext();
        http.Response.Body = Written;
        using var memory = new RequestBody(new BodyMemory(long.MaxValue));
        using var exchange = new Exchange(http, Entrance)
        {
            Body = memory,
            Peek = Peek(),
            Model = "m",
            Targets = [new(_upstream, TargetName, new ModelConfig { Pattern = "*" })],
        };
        var reservation = new ReserveRequest
        {
            Attempt = AttemptId.New(),
            Exchange = exchange.Id,
            User = UserId.New(),
            Upstream = "test",
            Model = "m",
            Budgets = ImmutableArray<BudgetId>.Empty,
            AdmittedAt = DateTimeOffset.UnixEpoch,
            Demand = Demand.OfTokens(5_000_000),
            AskedOutput = 4_000_000,
            Floor = 0,
            TokensPerSecond = 300,
            Patience = TimeSpan.Zero,
        };
        exchange.Peek.Stream = stream;
        using var pieces = sizes.GetEnumerator();
        using var body = new PiecesStream(answer, pieces, failure);
        var response = new HttpResponseMessage { Content = new StreamContent(body) };
        response.Content.Headers.ContentType = new(stream ? Entrance.Operation.StreamType : "application/json");
        exchange.Attempt = new(reservation, ShippedPrices.Anthropic.Fallback, new(4_000_000, true), _lives.Begin(exchange, 4_000_000)) { Response = response, SentAt = 1 };
        var refusal = await _relay.RelayAsync(exchange);
        if (refusal is not null)
        {
            await new Settling(Ledger, States, TestTelling.Unheard, TimeProvider.System, NullLogger<Settling>.Instance).SettleAsync(exchange);
        }

        return (refusal, Ledger.Settlements.Single());
    }

    public string WrittenText => Encoding.UTF8.GetString(Written.ToArray());

    public void Dispose()
    {
        _lives.Dispose();
        Written.Dispose();
    }
}
