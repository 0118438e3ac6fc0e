namespace Weir.Storage.Ledger.Writing;

/// <summary>What waits for the writer's next commit. Any number of threads add, one takes all there is at once.</summary>
internal sealed class CommandQueue
{
    /// <summary>
    /// New work beyond this is refused. The writer commits tens of thousands a second, so a queue this long means that the store
    /// hangs, and callers are better told than kept.
    /// </summary>
    private const int Most = 16_384;

    // A monitor and not Lock: the writer's thread sleeps on it.
    private readonly object _gate = new();
    private List<LedgerCommand> _waiting = [];
    private bool _isClosed;
    private bool _isFinished;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>For new work; false when there is too much, or the queue is closed.</summary>
    public bool TryAdd(LedgerCommand command)
    {
        lock (_gate)
        {
            return HasRoom && AddLocked(command);
        }
    }

    /// <summary>The end of one attempt and the beginning of the next, which so come into one commit.</summary>
    public (bool IsEndAdded, bool IsNextAdded) TryAdd(LedgerCommand end, LedgerCommand next)
    {
        lock (_gate)
        {
            var hasRoom = HasRoom;
            return (AddLocked(end), hasRoom && AddLocked(next));
        }
    }

    /// <summary>
    /// For what concerns attempts that are open already, whose number bounds it: it is taken until the last moment. False: the writer
    /// has finished.
    /// </summary>
    public bool Add(LedgerCommand command)
    {
        lock (_gate)
        {
            return AddLocked(command);
        }
    }

    /// <summary>Sleeps until there is something, and swaps it for an empty list. False: closed, and nothing is left.</summary>
    public bool TryTakeAll(ref List<LedgerCommand> taken)
    {
        taken.Clear();
        lock (_gate)
        {
            while (_waiting.Count == 0)
            {
                if (_isClosed)
                {
                    _isFinished = true;
                    return false;
                }

                Monitor.Wait(_gate);
            }

            (_waiting, taken) = (taken, _waiting);
            return true;
        }
    }

    /// <summary>No new work is taken from here on; what is open may still end.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Ends it at once, for a writer that cannot go on: nobody may wait for what never comes.</summary>
    /// <returns>What was waiting.</returns>
    public IReadOnlyList<LedgerCommand> Abandon()
    {
        lock (_gate)
        {
            _isClosed = _isFinished = true;
            var left = _waiting;
            _waiting = [];
            return left;
        }
    }

    private bool HasRoom => !_isClosed && _waiting.Count < Most;

    private bool AddLocked(LedgerCommand command)
    {
        if (_isFinished)
        {
            return false;
        }

        _waiting.Add(command);
        if (_waiting.Count == 1)
        {
            Monitor.Pulse(_gate);
        }

        return true;
    }
}
