using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Weir.Storage.Ledger.Writing;

/// <summary>
/// The attempts that wait for open reservations to end: a line per budget window, first come first served. Each waits in one line, that
/// of the window which is shortest of room, at the place its arrival gives it.
/// </summary>
internal sealed class WaitingLines
{
    /// <summary>Each that waits holds a connection and a request body; beyond this, who comes is answered at once.</summary>
    private const int Most = 4_096;

    private static readonly Comparer<ReserveCommand> ByArrival = Comparer<ReserveCommand>.Create((a, b) => a.Sequence.CompareTo(b.Sequence));

    private readonly Dictionary<long, SortedSet<ReserveCommand>> _lines = [];
    private readonly Queue<long> _woken = [];

    /// <summary>The same without order: a commit wakes a line once, however many settlements it carries.</summary>
    private readonly HashSet<long> _isWoken = [];

    /// <summary>By window: the other lines in which somebody waits who needs room in it, too.</summary>
    private readonly Dictionary<long, HashSet<long>> _concerned = [];

    public int Count { get; private set; }

    public bool IsFull => Count >= Most;

    /// <param name="command">Who is to wait.</param>
    /// <param name="window">In whose line.</param>
    /// <param name="all">All windows in which it needs room: what is posted in any may end the waiting.</param>
    public void Join(ReserveCommand command, long window, ReadOnlySpan<WindowAccount> all)
    {
        Leave(command);
        foreach (var other in all)
        {
            if (other.Id != window)
            {
                (CollectionsMarshal.GetValueRefOrAddDefault(_concerned, other.Id, out _) ??= []).Add(window);
            }
        }

        if (!_lines.TryGetValue(window, out var line))
        {
            _lines[window] = line = new SortedSet<ReserveCommand>(ByArrival);
        }

        line.Add(command);
        command.WaitsFor = window;
        Count++;
    }

    public void Leave(ReserveCommand command)
    {
        if (command.WaitsFor is not { } window)
        {
            return;
        }

        var line = _lines[window];
        line.Remove(command);
        command.WaitsFor = null;
        Count--;
        if (line.Count == 0)
        {
            _lines.Remove(window);
        }
        else
        {
            WakeLine(window);
        }
    }

    public bool TryFirst(long window, [NotNullWhen(true)] out ReserveCommand? first)
    {
        first = _lines.TryGetValue(window, out var line) ? line.Min : null;
        return first is not null;
    }

    public bool HasEarlier(ReserveCommand command, long window) => TryFirst(window, out var first) && first.Sequence < command.Sequence;

    /// <summary>To be called when a window holds another amount: there may be room now, or none that waiting could bring.</summary>
    public void Wake(long window)
    {
        if (_lines.ContainsKey(window))
        {
            WakeLine(window);
        }

        if (_concerned.TryGetValue(window, out var lines))
        {
            lines.RemoveWhere(line => !_lines.ContainsKey(line));
            foreach (var line in lines)
            {
                WakeLine(line);
            }

            if (lines.Count == 0)
            {
                _concerned.Remove(window);
            }
        }
    }

    public void WakeAll()
    {
        foreach (var window in _lines.Keys)
        {
            WakeLine(window);
        }
    }

    public bool TryNextWoken(out long window) => _woken.TryDequeue(out window) && _isWoken.Remove(window);

    public void Declare(LedgerNeeds needs)
    {
        needs.IsExact |= Count > 0;
        foreach (var line in _lines.Values)
        {
            foreach (var command in line)
            {
                command.Declare(needs);
            }
        }
    }

    /// <summary>Empties all lines.</summary>
    public List<ReserveCommand> Dissolve()
    {
        var waiting = _lines.Values.SelectMany(line => line).ToList();
        waiting.ForEach(command => command.WaitsFor = null);
        _lines.Clear();
        _woken.Clear();
        _isWoken.Clear();
        _concerned.Clear();
        Count = 0;
        return waiting;
    }

    private void WakeLine(long window)
    {
        if (_isWoken.Add(window))
        {
            _woken.Enqueue(window);
        }
    }
}
