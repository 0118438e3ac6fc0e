using Weir.Accounting;

namespace Weir.Storage.Ledger.Writing;

/// <summary>Turns reservations into entries, once each.</summary>
internal sealed class Settlements(LedgerBook book, LedgerMetrics metrics)
{
    // Reused: only whoever has the turn is here, and settles one attempt at a time.
    private readonly Reservation _ended = new() { Windows = [] };
    private readonly LedgerEntry _entry = new() { Windows = [] };
    private readonly UsageSums _sums = new(book.Replica.Id);

    /// <summary>Told once the commit is durable: a transaction may be undone, and run again.</summary>
    private readonly List<(Guid Attempt, long Overrun, long Reserved)> _settled = [];

    public void Settle(Settlement settlement)
    {
        if (book.Store.TryEnd(settlement.Attempt, _ended))
        {
            End(settlement);
        }
        else if (book.Store.TryEndProvisional(settlement.Attempt))
        {
            Correct(Entries(settlement.Attempt), settlement);
        }
        else if (settlement.WasSent)
        {
            // It has ended before. Of an attempt of which nothing was sent nothing is left; any other must have left something.
            Entries(settlement.Attempt);
        }
    }

    /// <summary>Frees what was set aside beyond the input that the upstream has told.</summary>
    public void Shrink(AttemptId attempt, long input, long fixedNanoDollars)
    {
        if (!book.Store.TryFind(attempt, _ended) || input > _ended.Input)
        {
            return;
        }

        _ended.Input = input;
        _ended.NanoDollars -= Math.Max(0, _ended.FixedNanoDollars - fixedNanoDollars);
        _ended.FixedNanoDollars = Math.Min(fixedNanoDollars, _ended.FixedNanoDollars);
        _ended.InputIsReported = true;
        Span<long> amounts = stackalloc long[WindowShares.Count(_ended.Windows)];
        for (var i = 0; i < amounts.Length; i++)
        {
            var (id, before) = WindowShares.Share(_ended.Windows, i);
            amounts[i] = before;
            if (book.Windows.Of(id) is { } window)
            {
                amounts[i] = Math.Min(before, _ended.Weight.In(window.Unit));
                window.Release(before - amounts[i]);
                book.Windows.Touch(window);
                book.Admissions.Lines.Wake(window.Id);
            }
        }

        _ended.Windows = WindowShares.With(_ended.Windows, amounts);
        book.Store.Shrink(_ended);
    }

    /// <summary>
    /// Posts what processes that died left open: by the estimator where their end is known, else at the whole reservation. It isn't known
    /// better than by the last heartbeat, to which comes the time until the next would have been.
    /// </summary>
    /// <returns>How many there were.</returns>
    public int Recover(DateTimeOffset now)
    {
        var left = book.Store.ReadAbandoned();
        foreach (var (reservation, lastBeat) in left)
        {
            var lastKnown = lastBeat > reservation.AdmittedAt ? lastBeat : reservation.AdmittedAt;
            var end = lastKnown + HeartbeatCommand.Interval;
            end = end < now || now < reservation.AdmittedAt ? end : now;
            if (!book.Store.TryKeepProvisional(new(reservation.Id), end))
            {
                throw new LedgerInvariantException($"Reservation {reservation.Id} is no longer pending.");
            }

            Copy(reservation);
            Write(book.Store.IsSureOfDeaths ? Estimated(reservation, end) : Whole(reservation, end), reservation.Windows);
        }

        return left.Count;
    }

    /// <summary>Corrects what was posted at the whole reservation, and that no late settlement has corrected, down to what the estimator says.</summary>
    public int CorrectExpired(DateTimeOffset before)
    {
        var expired = book.Store.ReadExpired(before);
        foreach (var reservation in expired)
        {
            var attempt = new AttemptId(reservation.Id);
            if (book.Store.TryEndProvisional(attempt) && book.Store.FindEntries(attempt) is { } entries
                && Estimated(reservation, reservation.AbandonedAt!.Value) is var estimated && estimated.Usage.Total != entries.Weight.Tokens)
            {
                Correct(entries, estimated);
            }
        }

        book.Store.DropHeartbeats(before);
        return expired.Count;
    }

    private LedgerEntry Entries(AttemptId attempt) =>
        book.Store.FindEntries(attempt) ?? throw new LedgerInvariantException($"Attempt {attempt} was settled but never reserved.");

    private static Settlement Whole(Reservation reservation, DateTimeOffset end) => Provisional(reservation, end, reservation.Output, reservation.NanoDollars);

    private static Settlement Estimated(Reservation reservation, DateTimeOffset end)
    {
        var output = Estimator.Output(reservation.Output, 0, end - reservation.AdmittedAt, reservation.TokensPerSecond, mayBeHidden: true);
        // In proportion, rounded up: what was set aside for the output is what all of it would cost.
        var forOutput = reservation.Output == 0 ? 0 : (((Int128)(reservation.NanoDollars - reservation.FixedNanoDollars) * output) + reservation.Output - 1) / reservation.Output;
        return Provisional(reservation, end, output, reservation.FixedNanoDollars + (long)forOutput);
    }

    private static Settlement Provisional(Reservation reservation, DateTimeOffset end, long output, long nanoDollars) => new()
    {
        Attempt = new(reservation.Id),
        Kind = LedgerEntryKind.Posted,
        Usage = new(reservation.Input, 0, 0, 0, output),
        NanoDollars = nanoDollars,
        Source = UsageSource.Provisional,
        Outcome = AttemptOutcome.GatewayStopped,
        EndedAt = end,
    };

    /// <summary>An entry for an attempt of which a byte was sent; of any other nothing remains.</summary>
    private void End(Settlement settlement)
    {
        if (settlement.WasSent)
        {
            Copy(_ended);
            Write(settlement, _ended.Windows);
        }
        else
        {
            Release(_ended.Windows);
        }
    }

    /// <summary>Writes the entry that ends the reservation which was copied into it.</summary>
    private void Write(Settlement settlement, byte[] shares)
    {
        Describe(settlement);
        Count(settlement.Usage, settlement.NanoDollars, Requests(settlement));
        _entry.Kind = settlement.Kind;
        _entry.Overrun = Math.Max(0, settlement.Usage.Total - _entry.Reserved);
        book.Store.Insert(_entry);
        Release(shares);
        Post(_entry);
        _settled.Add((_entry.AttemptId, _entry.Overrun, _entry.Reserved));
    }

    /// <summary>A settlement that comes after a provisional posting: the difference becomes an entry of its own. All of it, when nothing was sent.</summary>
    private void Correct(LedgerEntry entries, Settlement settlement)
    {
        Copy(entries);
        Describe(settlement);
        var used = settlement.Usage;
        Count(
            new(
                used.Input - entries.Input,
                used.CacheRead - entries.CacheRead,
                used.CacheWrite5m - entries.CacheWrite5m,
                used.CacheWrite1h - entries.CacheWrite1h,
                used.Output - entries.Output),
            settlement.NanoDollars - entries.NanoDollars,
            Requests(settlement) - entries.Requests);
        _entry.Kind = LedgerEntryKind.Correction;
        _entry.Overrun = Math.Max(0, used.Total - entries.Reserved) - entries.Overrun;
        book.Store.Insert(_entry);
        Post(_entry);
    }

    /// <summary>Takes back what a reservation set aside.</summary>
    private void Release(byte[] shares)
    {
        for (var i = 0; i < WindowShares.Count(shares); i++)
        {
            var (id, amount) = WindowShares.Share(shares, i);
            // A window is gone when its budget was deleted while the attempt was open: then there is nothing to keep count of.
            if (book.Windows.Of(id) is { } window)
            {
                window.Release(amount);
                book.Windows.Touch(window);
                book.Admissions.Lines.Wake(window.Id);
            }
        }
    }

    /// <summary>Puts what an entry weighs into its windows, and its counts into the sums.</summary>
    public void Post(LedgerEntry entry)
    {
        for (var i = 0; i < WindowShares.CountIds(entry.Windows); i++)
        {
            if (book.Windows.Of(WindowShares.Id(entry.Windows, i)) is { } window)
            {
                window.Post(entry.Weight.In(window.Unit));
                book.Windows.Touch(window);
                book.Admissions.Lines.Wake(window.Id);
            }
        }

        _sums.Add(entry);
    }

    /// <summary>To be called once before a commit.</summary>
    public void WriteSums() => _sums.Write(book.Store);

    /// <summary>To be called once after a commit.</summary>
    public void Tell()
    {
        _settled.ForEach(metrics.Settled);
        _settled.Clear();
    }

    /// <summary>To be called when it comes to nothing.</summary>
    public void Forget()
    {
        _sums.Clear();
        _settled.Clear();
    }

    private void Copy(Reservation reservation)
    {
        _entry.AttemptId = reservation.Id;
        _entry.ExchangeId = reservation.ExchangeId;
        _entry.UserId = reservation.UserId;
        _entry.ApiKeyId = reservation.ApiKeyId;
        _entry.UpstreamId = reservation.UpstreamId;
        _entry.ModelId = reservation.ModelId;
        _entry.AdmittedAt = reservation.AdmittedAt;
        _entry.Reserved = reservation.Input + reservation.Output;
        _entry.LoweredTo = reservation.Output < reservation.AskedOutput ? reservation.Output : null;
        _entry.ClientSession = reservation.ClientSession;
        _entry.ClientAgent = reservation.ClientAgent;
        _entry.ClientParentAgent = reservation.ClientParentAgent;
        _entry.PriceId = reservation.PriceId;
        _entry.Windows = WindowShares.Ids(reservation.Windows);
    }

    private void Copy(LedgerEntry entry)
    {
        _entry.AttemptId = entry.AttemptId;
        _entry.ExchangeId = entry.ExchangeId;
        _entry.UserId = entry.UserId;
        _entry.ApiKeyId = entry.ApiKeyId;
        _entry.UpstreamId = entry.UpstreamId;
        _entry.ModelId = entry.ModelId;
        _entry.AdmittedAt = entry.AdmittedAt;
        _entry.Reserved = entry.Reserved;
        _entry.LoweredTo = entry.LoweredTo;
        _entry.ClientSession = entry.ClientSession;
        _entry.ClientAgent = entry.ClientAgent;
        _entry.ClientParentAgent = entry.ClientParentAgent;
        _entry.PriceId = entry.PriceId;
        _entry.Windows = entry.Windows;
    }

    private void Describe(Settlement settlement)
    {
        _entry.EndedAt = settlement.EndedAt;
        _entry.Source = settlement.Source;
        _entry.Outcome = settlement.Outcome;
        _entry.Status = settlement.Status;
        _entry.RequestId = settlement.RequestId;
        _entry.IsPriceUncertain = settlement.IsPriceUncertain;
        _entry.SentMicroseconds = Microseconds(settlement.Sent);
        _entry.FirstByteMicroseconds = Microseconds(settlement.FirstByte);
        _entry.LastByteMicroseconds = Microseconds(settlement.LastByte);
        _entry.IsStreamed = settlement.IsStreamed;
    }

    private static long? Microseconds(TimeSpan? span) => span is { } some ? (long)some.TotalMicroseconds : null;

    /// <summary>Of a void attempt nothing was processed.</summary>
    private static int Requests(Settlement settlement) => settlement.Kind == LedgerEntryKind.Posted ? 1 : 0;

    private void Count(Usage usage, long nanoDollars, long requests)
    {
        _entry.NanoDollars = nanoDollars;
        _entry.Requests = requests;
        _entry.Input = usage.Input;
        _entry.CacheRead = usage.CacheRead;
        _entry.CacheWrite5m = usage.CacheWrite5m;
        _entry.CacheWrite1h = usage.CacheWrite1h;
        _entry.Output = usage.Output;
    }
}
