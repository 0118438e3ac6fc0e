namespace Weir.Storage.Ledger.Writing;

/// <summary>
/// What waits for the next commit. Any number of threads add; whoever has the turn takes all there is at once. That is the writer's thread, or,
/// while it sleeps and turns are quick, a caller in its place.
/// </summary>
internal sealed class CommandQueue(TimeProvider time)
{
    /// <summary>
    /// New work beyond this is refused. The writer commits tens of thousands a second, so a queue this long means that the store
    /// hangs, and callers are better told than kept.
    /// </summary>
    private const int Most = 16_384;

    /// <summary>Callers may take turns as long as the last took no longer. To wake the writer takes a tenth of a millisecond: beside a slower disk that is nothing, and one that hangs holds up a single caller's thread.</summary>
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(2);

    // A monitor and not Lock: the writer's thread sleeps on it.
    private readonly object _gate = new();
    private List<LedgerCommand> _waiting = [];
    private bool _isClosed;
    private bool _isFinished;

    /// <summary>The writer has it from the start, and gives it up whenever it comes for more.</summary>
    private bool _isTurnTaken = true;

    private long _turnBegan = time.GetTimestamp();
    private bool _isQuick;
    private Exception? _failure;

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

    /// <summary>
    /// For the writer: gives up its turn, sleeps until there is something and nobody has the turn, and takes both. False: closed, and nothing is left.
    /// </summary>
    /// <param name="taken">What there is. Belongs to whoever has the turn.</param>
    /// <exception cref="InvalidOperationException">A caller that had the turn could not go on.</exception>
    public bool TryTakeAll(ref List<LedgerCommand> taken)
    {
        lock (_gate)
        {
            EndTurn();
            while (_isTurnTaken || (_waiting.Count == 0 && !_isClosed))
            {
                Monitor.Wait(_gate);
            }

            if (_failure is not null)
            {
                throw new InvalidOperationException(_failure.Message, _failure);
            }

            BeginTurn();
            _isFinished = _waiting.Count == 0;
            Take(ref taken);
            return !_isFinished;
        }
    }

    /// <summary>For a caller: true when the writer sleeps, and turns are quick. It goes on sleeping until the turn is given back, so what is added meanwhile is the caller's to do.</summary>
    public bool TryTakeTurn()
    {
        lock (_gate)
        {
            if (_isTurnTaken || _isClosed || !_isQuick || _waiting.Count > 0)
            {
                return false;
            }

            BeginTurn();
            return true;
        }
    }

    /// <summary>For whoever has the turn: what has been added since.</summary>
    public void Take(ref List<LedgerCommand> taken)
    {
        lock (_gate)
        {
            taken.Clear();
            (_waiting, taken) = (taken, _waiting);
        }
    }

    /// <summary>Wakes the writer if there is more.</summary>
    /// <param name="failure">Why nobody can go on, if so: the writer ends with it.</param>
    public void GiveBack(Exception? failure)
    {
        lock (_gate)
        {
            EndTurn();
            _failure = failure;
            _isClosed |= failure is not null;
            if (_isClosed || _waiting.Count > 0)
            {
                Monitor.Pulse(_gate);
            }
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

    private void BeginTurn() => (_isTurnTaken, _turnBegan) = (true, time.GetTimestamp());

    private void EndTurn() => (_isTurnTaken, _isQuick) = (false, time.GetElapsedTime(_turnBegan) <= Quick);

    private bool HasRoom => !_isClosed && _waiting.Count < Most;

    private bool AddLocked(LedgerCommand command)
    {
        if (_isFinished)
        {
            return false;
        }

        _waiting.Add(command);
        if (_waiting.Count == 1 && !_isTurnTaken)
        {
            Monitor.Pulse(_gate);
        }

        return true;
    }
}
