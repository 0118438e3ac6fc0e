using Weir.Accounting;

namespace Weir.Storage.Ledger.Writing;

/// <summary>Turns reservations into entries, once each.</summary>
internal sealed class Settlements(LedgerBook book, LedgerMetrics metrics)
{
    // Reused: the writer's thread is the only one here, and settles one attempt at a time.
    private readonly Reservation _ended = new() { Windows = [] };
    private readonly LedgerEntry _entry = new() { Windows = [] };

    public void Settle(Settlement settlement)
    {
        if (book.Store.TryEnd(settlement.Attempt, _ended))
        {
            End(settlement);
        }
        else if (!settlement.WasSent)
        {
            // Settled before: nothing is left of an attempt of which nothing was sent.
        }
        else if (book.Store.FindEntries(settlement.Attempt) is not { } entries)
        {
            throw new LedgerInvariantException($"Attempt {settlement.Attempt} was settled but never reserved.");
        }
        else if (book.Store.TryEndProvisional(settlement.Attempt))
        {
            Correct(entries, settlement);
        }
    }

    public void Shrink(AttemptId attempt, long input)
    {
        if (book.Store.TryShrink(attempt, input) is { } shrunk)
        {
            Release(shrunk.Windows, shrunk.By, posted: 0);
        }
    }

    /// <summary>
    /// Posts, by the estimator, what a process that died left open. Its end isn't known better than by its last heartbeat, to which
    /// comes the time until the next would have been.
    /// </summary>
    /// <returns>How many there were.</returns>
    public int Recover(DateTimeOffset now)
    {
        var left = book.Store.ReadPending();
        var lastBeat = book.Store.ReadHeartbeat() ?? DateTimeOffset.UnixEpoch;
        foreach (var reservation in left)
        {
            var lastKnown = lastBeat > reservation.AdmittedAt ? lastBeat : reservation.AdmittedAt;
            var end = lastKnown + HeartbeatCommand.Interval;
            end = end < now || now < reservation.AdmittedAt ? end : now;
            if (!book.Store.TryKeepProvisional(new(reservation.Id)))
            {
                throw new LedgerInvariantException($"Reservation {reservation.Id} is no longer pending.");
            }

            Copy(reservation);
            Write(Provisional(reservation, end));
        }

        return left.Count;
    }

    private static Settlement Provisional(Reservation reservation, DateTimeOffset end) => new()
    {
        Attempt = new(reservation.Id),
        Kind = LedgerEntryKind.Posted,
        Usage = new(
            reservation.Input, 0, 0, 0,
            Estimator.Output(reservation.Output, 0, end - reservation.AdmittedAt, reservation.TokensPerSecond, mayBeHidden: true)),
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
            Write(settlement);
        }
        else
        {
            Release(_ended.Windows, _ended.Input + _ended.Output, posted: 0);
        }
    }

    /// <summary>Writes the entry that ends the reservation which was copied into it.</summary>
    private void Write(Settlement settlement)
    {
        Describe(settlement);
        Count(settlement.Usage);
        _entry.Kind = settlement.Kind;
        _entry.Overrun = Math.Max(0, settlement.Usage.Total - _entry.Reserved);
        book.Store.Insert(_entry);
        Release(_entry.Windows, _entry.Reserved, settlement.Usage.Total);
        metrics.Settled(_entry);
    }

    /// <summary>A settlement that comes after a provisional posting: the difference becomes an entry of its own.</summary>
    private void Correct(LedgerEntry entries, Settlement settlement)
    {
        Copy(entries);
        Describe(settlement);
        var used = settlement.Usage;
        Count(new(
            used.Input - entries.Input,
            used.CacheRead - entries.CacheRead,
            used.CacheWrite5m - entries.CacheWrite5m,
            used.CacheWrite1h - entries.CacheWrite1h,
            used.Output - entries.Output));
        _entry.Kind = LedgerEntryKind.Correction;
        _entry.Overrun = Math.Max(0, used.Total - entries.Reserved) - entries.Overrun;
        book.Store.Insert(_entry);
        Release(_entry.Windows, 0, _entry.Input + _entry.CacheRead + _entry.CacheWrite5m + _entry.CacheWrite1h + _entry.Output);
    }

    private void Release(byte[] windows, long reserved, long posted)
    {
        for (var i = 0; i < WindowAccounts.Count(windows); i++)
        {
            // A window is gone when its budget was deleted while the attempt was open: then there is nothing to keep count of.
            if (book.Windows.Of(WindowAccounts.Id(windows, i)) is { } window)
            {
                window.Release(reserved);
                window.Post(posted);
                book.Windows.Touch(window);
                book.Admissions.Lines.Wake(window.Id);
            }
        }
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
        _entry.Windows = reservation.Windows;
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
        _entry.Windows = entry.Windows;
    }

    private void Describe(Settlement settlement)
    {
        _entry.EndedAt = settlement.EndedAt;
        _entry.Source = settlement.Source;
        _entry.Outcome = settlement.Outcome;
        _entry.Status = settlement.Status;
        _entry.RequestId = settlement.RequestId;
        _entry.FirstByteMicroseconds = settlement.FirstByte is { } first ? (long)first.TotalMicroseconds : null;
    }

    private void Count(Usage usage)
    {
        _entry.Input = usage.Input;
        _entry.CacheRead = usage.CacheRead;
        _entry.CacheWrite5m = usage.CacheWrite5m;
        _entry.CacheWrite1h = usage.CacheWrite1h;
        _entry.Output = usage.Output;
    }
}
