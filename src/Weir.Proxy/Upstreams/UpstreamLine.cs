using Weir.Accounting;

namespace Weir.Proxy.Upstreams;

/// <summary>
/// Who may be at an upstream at once, and the line of those who wait. They are served in turn by user, so that one with fifty requests
/// delays one with two by no more than theirs. Thread-safe.
/// </summary>
internal sealed class UpstreamLine
{
    /// <summary>Each that waits holds a connection and a request body; beyond this, who comes is refused.</summary>
    public const int Longest = 1_000;

    private readonly Lock _lock = new();

    /// <summary>By user, those that wait; users in the order of their turn. Bounded by <see cref="Longest"/>.</summary>
    private readonly LinkedList<(UserId User, LinkedList<LineTicket> Tickets)> _turns = [];

    private int _limit = int.MaxValue;
    private int _inside;
    private int _waiting;

    public int Waiting => Volatile.Read(ref _waiting);

    public int Inside => Volatile.Read(ref _inside);

    /// <summary>Null: no limit. More room is given at once to those who wait.</summary>
    public void Limit(int? most)
    {
        lock (_lock)
        {
            _limit = most ?? int.MaxValue;
            AdmitNext();
        }
    }

    /// <returns>A place, or one in the line; null when the line is full.</returns>
    public LineTicket? Enter(UserId user, string model)
    {
        var ticket = new LineTicket(this, user, model);
        lock (_lock)
        {
            if (_waiting >= Longest)
            {
                return null;
            }

            TicketsOf(user).AddLast(ticket);
            _waiting++;
            AdmitNext();
        }

        return ticket;
    }

    /// <summary>The tickets of one user that wait, with their positions.</summary>
    public IReadOnlyList<(LineTicket Ticket, int Position)> WaitingOf(UserId user)
    {
        lock (_lock)
        {
            return [.. _turns.Where(turn => turn.User == user).SelectMany(turn => turn.Tickets).Select(ticket => (ticket, Position(ticket)))];
        }
    }

    internal int PositionOf(LineTicket ticket)
    {
        lock (_lock)
        {
            return Position(ticket);
        }
    }

    internal void Leave(LineTicket ticket)
    {
        lock (_lock)
        {
            if (ticket.IsGone)
            {
                return;
            }

            ticket.IsGone = true;
            if (ticket.IsAdmitted)
            {
                _inside--;
                AdmitNext();
            }
            else
            {
                Remove(ticket);
            }
        }
    }

    private void AdmitNext()
    {
        while (_inside < _limit && _turns.First is { } turn)
        {
            var ticket = turn.Value.Tickets.First!.Value;
            turn.Value.Tickets.RemoveFirst();
            _turns.Remove(turn);
            if (turn.Value.Tickets.Count > 0)
            {
                _turns.AddLast(turn);
            }

            _waiting--;
            _inside++;
            ticket.Admit();
        }
    }

    private LinkedList<LineTicket> TicketsOf(UserId user)
    {
        foreach (var turn in _turns)
        {
            if (turn.User == user)
            {
                return turn.Tickets;
            }
        }

        return _turns.AddLast((user, new LinkedList<LineTicket>())).Value.Tickets;
    }

    private void Remove(LineTicket ticket)
    {
        for (var turn = _turns.First; turn is not null; turn = turn.Next)
        {
            if (turn.Value.Tickets.Remove(ticket))
            {
                _waiting--;
                if (turn.Value.Tickets.Count == 0)
                {
                    _turns.Remove(turn);
                }

                return;
            }
        }
    }

    /// <summary>A ticket that is its user's n-th is served in the n-th round; within a round users come in the order of their turn.</summary>
    private int Position(LineTicket ticket)
    {
        var position = 0;
        var round = -1;
        foreach (var (user, tickets) in _turns)
        {
            if (user == ticket.User)
            {
                round = tickets.TakeWhile(other => other != ticket).Count();
                round = round == tickets.Count ? -1 : round;
            }
        }

        if (round < 0)
        {
            return 0;
        }

        var isBefore = true;
        foreach (var (user, tickets) in _turns)
        {
            if (user == ticket.User)
            {
                isBefore = false;
                position += round + 1;
            }
            else
            {
                position += Math.Min(tickets.Count, round + (isBefore ? 1 : 0));
            }
        }

        return position;
    }
}
