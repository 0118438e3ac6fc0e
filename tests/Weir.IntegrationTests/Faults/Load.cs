using Weir.TestKit.Upstreams;

namespace Weir.IntegrationTests.Faults;

/// <summary>
/// What is under way while something breaks, in rounds: streams of an account with room enough, of which a fifth end when the test says so and
/// the others go on and on, and streams of accounts whose limit is soon reached.
/// </summary>
internal sealed class Load
{
    /// <summary>Streams of the account that has room.</summary>
    public const int Streams = 80;

    /// <summary>Tokens of which all have been made when a round counts as open; an answer that ends has no more.</summary>
    public const int Kept = 20;

    /// <summary>Streams of the accounts that are soon at their limit.</summary>
    public const int Tight = 16;

    /// <summary>Enough for more than a minute, so that a stream goes on until somebody ends it.</summary>
    private const long Endless = 8_000;

    private readonly FakeUpstream _upstream;
    private readonly List<Gate> _gates = [];
    private readonly List<LoadAccount> _accounts = [];

    /// <param name="upstream">Answers as the load wants it from now on.</param>
    public Load(FakeUpstream upstream)
    {
        _upstream = upstream;
        upstream.OnRequest = Plan;
    }

    public TruthBook Book => _upstream.Book;

    /// <summary>The first has room, the others are soon at their limit.</summary>
    public IReadOnlyList<LoadAccount> Accounts => _accounts;

    /// <summary>A caller in five of those with room: its answer ends.</summary>
    public static bool Ends(StreamName name) => name.Number < Streams && name.Number % 5 == 0;

    public void Add(LoadAccount account) => _accounts.Add(account);

    /// <summary>Opens a round of streams, spread over the processes. Of the tight accounts the last two take part: one is new, one has been there.</summary>
    public LoadRound Open(params IReadOnlyList<Uri> addresses)
    {
        var gate = new Gate();
        lock (_gates)
        {
            _gates.Add(gate);
        }

        var tight = _accounts[1..].TakeLast(2).ToArray();
        return new(Book, gate, addresses, _gates.Count - 1, [
            .. Enumerable.Range(0, Streams).Select(number => (number, _accounts[0], Endless)),
            .. Enumerable.Range(Streams, tight.Length == 0 ? 0 : Tight).Select(number => (number, tight[number % tight.Length], 300L)),
        ]);
    }

    private Script Plan(ReceivedRequest request)
    {
        var name = StreamName.Parse(request.Model!);
        return Ends(name)
            ? new() { Output = _ => Kept, Cues = [new(Point.Event("message_delta"), Act.Pause(GateOf(name)))] }
            : new() { Output = cap => cap, Gap = TimeSpan.FromMilliseconds(25) };
    }

    private Gate GateOf(StreamName name)
    {
        lock (_gates)
        {
            return _gates[name.Round];
        }
    }
}
