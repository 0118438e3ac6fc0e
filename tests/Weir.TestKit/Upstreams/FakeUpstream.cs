using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Weir.TestKit.Wire;

namespace Weir.TestKit.Upstreams;

/// <summary>
/// A server that imitates Anthropic, Ollama or OpenAI on a real socket, byte by byte as scripts say, and keeps the truth about every token. It
/// honours the output cap always, as the one it imitates reads it, and stops making tokens when its peer goes away.
/// </summary>
public sealed class FakeUpstream : IAsyncDisposable
{
    private readonly ConcurrentDictionary<UpstreamConnection, Task> _connections = new();
    private readonly ConcurrentQueue<Exception> _faults = new();
    private TcpListener _listener = new(IPAddress.Loopback, 0);
    private CancellationTokenSource _stopping = new();
    private Task _accepting;
    private readonly Wires _wires;
    private long _received;
    private long _listed;

    /// <summary>Starts to listen at once, on a free port.</summary>
    public FakeUpstream(TimeProvider? time = null)
    {
        Time = time ?? TimeProvider.System;
        _wires = new(this);
        _listener.Start(backlog: 4096);
        Address = new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    /// <summary>Scheme, host and port.</summary>
    public Uri Address { get; }

    public TruthBook Book { get; } = new();

    public UpstreamKind Kind { get; init; }

    /// <summary>What the lists show. May be set to another list at any time, as when a model is pulled. Ollama has no other models; the others answer to any name.</summary>
    public IReadOnlyList<string> Models
    {
        get => field ?? Usual(Kind);
        set;
    }

    /// <summary>How each request is answered. May be changed at any time; called on many threads at once.</summary>
    public Func<ReceivedRequest, Script> OnRequest { get; set; } = _ => new();

    /// <summary>
    /// The same for questions about which models there are, which a gateway asks by itself and whenever it likes: they are counted and kept
    /// apart from everything that its callers cause.
    /// </summary>
    public Func<ReceivedRequest, Script> OnList { get; set; } = _ => new();

    /// <summary>When set, requests without this key are refused with 401. It is a bearer; Anthropic takes it as <c>x-api-key</c>, too.</summary>
    public string? RequiredKey { get; init; }

    /// <summary>Longer input is refused with 400.</summary>
    public long ContextWindow { get; init; } = 1_000_000;

    internal TimeProvider Time { get; }

    /// <summary>As when its process is killed: all connections break off, and from now on connecting is refused.</summary>
    public async Task GoDownAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections.Values);
    }

    /// <summary>Listens again, at the same address.</summary>
    public void ComeBack()
    {
        _stopping.Dispose();
        _listener.Dispose();
        _stopping = new();
        _listener = new(IPAddress.Loopback, Address.Port);
        _listener.Start(backlog: 4096);
        _accepting = AcceptAsync();
    }

    /// <summary>Ends all connections. Throws what went wrong inside the upstream itself, so that a test can't miss it.</summary>
    public async ValueTask DisposeAsync()
    {
        await GoDownAsync();
        _listener.Dispose();
        _stopping.Dispose();
        if (!_faults.IsEmpty)
        {
            throw new AggregateException("The fake upstream failed.", _faults);
        }
    }

    internal ReceivedRequest Receive(HttpHead head, byte[] body, bool isWhole)
    {
        ref var count = ref ReceivedRequest.AsksForList(head) ? ref _listed : ref _received;
        var request = new ReceivedRequest(Interlocked.Increment(ref count), head, body, isWhole, Time.GetUtcNow(), _wires);
        Book.Add(request);
        return request;
    }

    internal bool Admits(ReceivedRequest request) =>
        RequiredKey is null
        || request.Head["authorization"] == $"Bearer {RequiredKey}"
        || (Kind == UpstreamKind.Anthropic && request.Head["x-api-key"] == RequiredKey);

    /// <summary>A model of the list; Ollama's names mean <c>:latest</c> when they have no tag.</summary>
    internal bool Has(string model) =>
        Models.Contains(model) || (Kind == UpstreamKind.Ollama && !model.Contains(':', StringComparison.Ordinal) && Models.Contains($"{model}:latest"));

    private static string[] Usual(UpstreamKind kind) => kind switch
    {
        UpstreamKind.Ollama => ["llama3.2:latest", "qwen3:8b", "nomic-embed-text:latest"],
        UpstreamKind.OpenAI => ["gpt-5-mini", "text-embedding-3-small"],
        _ => ["claude-sonnet-4-5", "claude-haiku-4-5"],
    };

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stopping.Token);
                socket.NoDelay = true;
                var connection = new UpstreamConnection(socket, this);
                // Added before it runs, so that removing itself comes after.
                var start = new TaskCompletionSource();
                _connections[connection] = ServeAsync(connection, start.Task);
                start.SetResult();
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // Told to stop; an InvalidOperationException says that it happened between two connections.
        }
    }

    private async Task ServeAsync(UpstreamConnection connection, Task start)
    {
        await start;
        try
        {
            await connection.RunAsync(_stopping.Token);
        }
        catch (Exception fault)
        {
            _faults.Enqueue(fault);
        }

        _connections.TryRemove(connection, out _);
    }
}
