using System.Diagnostics;
using Weir.Accounting;
using Weir.Proxy.Metering;

namespace Weir.Storage.Ledger.Writing;

/// <summary>Grants reservations or refuses them, and lets those wait for whom waiting helps.</summary>
internal sealed class Admissions(LedgerBook book)
{
    // Reused: only whoever has the turn is here, and decides about one attempt at a time.
    private readonly WindowAccount[] _windows = new WindowAccount[Budget.MostPerAttempt];
    private readonly WindowState[] _states = new WindowState[Budget.MostPerAttempt];
    private readonly long[] _amounts = new long[Budget.MostPerAttempt];
    private readonly Reservation _row = new() { Windows = [] };
    private long _arrivals;

    public WaitingLines Lines { get; } = new();

    public void Consider(ReserveCommand command)
    {
        if (command.IsDone || command.Answer is not null)
        {
            return;
        }

        if (command.Sequence == 0)
        {
            command.Sequence = ++_arrivals;
        }

        if (command.IsAbandoned)
        {
            Finish(command, null);
            return;
        }

        Try(command);
    }

    /// <summary>Null when at least the floor fits at this moment.</summary>
    public ReserveResult.Refused? Look(ReserveRequest request)
    {
        var windows = Load(request);
        var decision = Decide(request, windows.Length, lastChance: true);
        return decision.Verdict == ReserveVerdict.Granted
            ? null
            : Refuse(request, windows[decision.Window], decision.Verdict == ReserveVerdict.RefusedFinal);
    }

    /// <summary>Looks at the lines whose windows have more room, or somebody else in front.</summary>
    public void ServeLines()
    {
        while (Lines.TryNextWoken(out var window))
        {
            // Who is answered, or must wait for another window now, makes place for the next; who still waits here blocks this line.
            while (Lines.TryFirst(window, out var first))
            {
                Try(first);
                if (first.WaitsFor == window)
                {
                    break;
                }
            }
        }
    }

    private void Try(ReserveCommand command)
    {
        var request = command.Request;
        var windows = Load(request);
        var decision = Decide(request, windows.Length, command.IsLastChance);
        if (!book.Store.IsExact && (decision.Verdict != ReserveVerdict.Granted || decision.Output < request.AskedOutput))
        {
            throw LedgerStoreException.NotExact();
        }

        var barrier = decision.Verdict switch
        {
            ReserveVerdict.Wait => windows[decision.Window].Id,
            ReserveVerdict.Granted when !command.IsLastChance => EarlierElsewhere(command, windows),
            _ => null,
        };
        if (barrier is { } window)
        {
            if (command.WaitsFor == window)
            {
                return;
            }

            if (command.WaitsFor is not null || !Lines.IsFull)
            {
                Lines.Join(command, window, windows);
                command.StartPatience();
                return;
            }

            decision = Decide(request, windows.Length, lastChance: true);
        }

        Finish(command, decision.Verdict switch
        {
            ReserveVerdict.Granted => Grant(request, decision.Output, windows),
            ReserveVerdict.RefusedFinal => Refuse(request, windows[decision.Window], isFinal: true),
            ReserveVerdict.RefusedPassing => Refuse(request, windows[decision.Window], isFinal: false),
            _ => throw new UnreachableException($"A last chance ended as {decision.Verdict}."),
        });
    }

    private ReadOnlySpan<WindowAccount> Load(ReserveRequest request)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(request.Budgets.Length, Budget.MostPerAttempt);
        var count = 0;
        foreach (var budget in request.Budgets)
        {
            if (book.Windows.Of(budget, request.AdmittedAt) is { } window)
            {
                _windows[count] = window;
                _states[count++] = window.State;
            }
        }

        return _windows.AsSpan(0, count);
    }

    private ReserveDecision Decide(ReserveRequest request, int windows, bool lastChance) => ReserveDecision.Decide(
        _states.AsSpan(0, windows), request.Demand, request.AskedOutput, request.Floor, lastChance);

    /// <summary>The window for which somebody has waited longer than this attempt; null when it is its turn.</summary>
    private long? EarlierElsewhere(ReserveCommand command, ReadOnlySpan<WindowAccount> windows)
    {
        if (Lines.Count == 0)
        {
            return null;
        }

        foreach (var window in windows)
        {
            if (Lines.HasEarlier(command, window.Id))
            {
                return window.Id;
            }
        }

        return null;
    }

    private ReserveResult.Granted Grant(ReserveRequest request, long output, ReadOnlySpan<WindowAccount> windows)
    {
        var isCapped = false;
        var weight = request.Demand.At(output);
        for (var i = 0; i < windows.Length; i++)
        {
            var window = windows[i];
            _amounts[i] = weight.In(window.Unit);
            window.Admit(_amounts[i]);
            book.Windows.Touch(window);
            isCapped |= window.Cap is not null;
        }

        _row.Id = request.Attempt.Value;
        _row.ExchangeId = request.Exchange.Value;
        _row.State = ReservationState.Pending;
        _row.UserId = request.User.Value;
        _row.ApiKeyId = request.ApiKey?.Value;
        _row.UpstreamId = book.Store.NameId(request.Upstream);
        _row.ModelId = book.Store.NameId(request.Model);
        _row.AdmittedAt = request.AdmittedAt;
        _row.Input = request.Demand.Input;
        _row.FixedNanoDollars = request.Demand.FixedCost.NanoDollarsUp;
        _row.NanoDollars = weight.NanoDollars;
        _row.PriceId = request.PriceId?.Value;
        _row.ReplicaId = book.Replica.Id;
        _row.Output = output;
        _row.AskedOutput = request.AskedOutput;
        _row.TokensPerSecond = request.TokensPerSecond;
        _row.ClientSession = request.Client?.Session;
        _row.ClientAgent = request.Client?.Agent;
        _row.ClientParentAgent = request.Client?.ParentAgent;
        _row.Windows = WindowShares.Pack(windows, _amounts);
        book.Store.Insert(_row);
        return new(output, isCapped);
    }

    private static ReserveResult.Refused Refuse(ReserveRequest request, WindowAccount window, bool isFinal)
    {
        return new()
        {
            Budget = window.Budget.Id,
            Subject = window.Budget.Subject,
            Unit = window.Unit,
            Window = window.Budget.Window,
            Limit = window.Cap!.Value,
            Used = window.Posted,
            Reserved = window.Pending,
            Needed = ReserveDecision.Needed(window.State, request.Demand, request.AskedOutput, request.Floor),
            ResetsAt = window.Span.End,
            IsFinal = isFinal,
        };
    }

    private void Finish(ReserveCommand command, ReserveResult? answer)
    {
        Lines.Leave(command);
        command.Answer = answer;
        book.Finish(command);
    }
}
