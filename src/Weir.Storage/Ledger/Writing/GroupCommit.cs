using Microsoft.Extensions.Logging;
using Weir.Proxy.Metering;
using Weir.Storage.Model;

namespace Weir.Storage.Ledger.Writing;

/// <summary>
/// The body of the writer's thread: takes what waits, makes it durable in one transaction, and only then tells those who asked. While
/// one commit is on its way to the disk the next gathers, so the more callers there are the less a commit costs each. Who finds the thread
/// asleep, and commits quick, does its own: to wake another and be woken by it would take as long as the commit.
/// </summary>
internal sealed partial class GroupCommit(
    LedgerBook book,
    CommandQueue queue,
    WriteGate gate,
    LedgerState state,
    LedgerMetrics metrics,
    ILogger<GroupCommit> logger)
{
    /// <summary>Runs that another may undo before it counts as trouble. One is rare: it takes two replicas that both lock what they could not foresee.</summary>
    private const int MostConflicts = 5;

    /// <summary>What the store failed to write and must not lose. Bounded by the number of open attempts.</summary>
    private readonly List<LedgerCommand> _kept = [];

    private List<LedgerCommand> _batch = [];

    /// <summary>Settles what a dead process left open, before anything else.</summary>
    public void Recover(DateTimeOffset now)
    {
        using var turn = gate.Enter();
        try
        {
            book.Begin([], isExact: true);
            var recovered = book.Settlements.Recover(now);
            book.Settlements.CorrectExpired(now - HeartbeatCommand.LongestStream);
            book.Store.WriteHeartbeat(now, always: true);
            book.Commit();
            if (recovered > 0)
            {
                LogRecovered(recovered);
            }
        }
        catch
        {
            book.Rollback();
            throw;
        }
    }

    /// <summary>Returns when the queue is closed and all of it is dealt with.</summary>
    public void Run()
    {
        while (CommitNext())
        {
        }

        GiveUp(new LedgerUnavailableException("The ledger has stopped."));
        book.Store.Checkpoint();
    }

    /// <summary>Sleeps until something waits, and deals with all that does. False: the queue is closed, and nothing is left.</summary>
    public bool CommitNext()
    {
        if (!queue.TryTakeAll(ref _batch))
        {
            return false;
        }

        CommitBatch();
        return true;
    }

    /// <summary>
    /// For a caller that is about to add a command, and would wait for it anyway: true when it had better commit it by itself, with <see cref="CommitInTurn"/>.
    /// </summary>
    public bool TryTakeTurn() => gate.IsFree && queue.TryTakeTurn();

    /// <summary>Deals with all that was added in a caller's turn, on its thread, and gives the turn back.</summary>
    public void CommitInTurn()
    {
        Exception? failure = null;
        try
        {
            queue.Take(ref _batch);
            CommitBatch();
        }
#pragma warning disable CA1031 // It ends the writer, which tells everybody.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            failure = thrown;
        }

        queue.GiveBack(failure);
    }

    /// <summary>Ends it for a reason that nobody foresaw. Nobody is left to wait for what never comes.</summary>
    public void Abandon(Exception failure)
    {
        LogEnded(failure);
        state.Enter($"Its writer has ended: {failure.Message}");
        var reason = new LedgerUnavailableException("The ledger's writer has ended.", failure);
        foreach (var command in _batch.Concat(book.Finished).Concat(queue.Abandon()))
        {
            command.Fail(reason);
        }

        GiveUp(reason);
    }

    private void CommitBatch()
    {
        _batch.InsertRange(0, _kept);
        _kept.Clear();
        Commit(_batch);
    }

    private void Commit(List<LedgerCommand> batch)
    {
        var failure = TryCommit(batch);
        for (var conflicts = 1; failure is LedgerStoreException { IsConflict: true } && conflicts < MostConflicts; conflicts++)
        {
            failure = TryCommit(batch);
        }

        switch (failure)
        {
            case null:
                metrics.Committed(batch.Count);
                if (state.Leave())
                {
                    LogWell();
                }

                // Last: who hears that something is done may ask for the next at once.
                foreach (var command in book.Finished)
                {
                    command.Complete();
                }

                break;

            case LedgerStoreException:
                if (state.Enter(failure.Message))
                {
                    LogTrouble(failure);
                }

                Refuse(batch, new LedgerUnavailableException($"The ledger cannot be written now: {failure.Message}", failure));
                break;

            case var bug when batch.Count == 1:
                LogFault(bug);
                batch[0].Fail(bug);
                break;

            case var bug:
                // One of them is at fault: alone, it takes no other down with it.
                LogApart(bug, batch.Count);
                foreach (var command in batch.Distinct())
                {
                    Commit([command]);
                }

                break;
        }
    }

    private Exception? TryCommit(List<LedgerCommand> batch)
    {
        using (gate.Enter())
        {
            try
            {
                book.Begin(batch);
                foreach (var command in batch)
                {
                    command.Apply(book);
                }

                book.Commit();
            }
#pragma warning disable CA1031 // Whatever it was, the writer must go on; the caller of this method decides what it means.
            catch (Exception thrown)
#pragma warning restore CA1031
            {
                // What doesn't add up in rows that were only remembered is judged by those that are there.
                var failure = book.Store.IsExact || thrown is LedgerStoreException ? thrown : LedgerStoreException.NotExact(thrown);
                book.Rollback();
                if (failure is LedgerStoreException { IsOutcomeUnknown: true })
                {
                    // Whoever is told no must have nothing reserved, should the commit have come through: ending what isn't there changes nothing.
                    _kept.AddRange(book.Finished.OfType<ReserveCommand>().Select(command => command.Unused()));
                }

                Undo(batch, failure);
                return failure;
            }
        }

        return null;
    }

    /// <summary>
    /// Takes back what was decided. Who had been waiting in line is told no, since the line's order was for a store that works; or
    /// asks again, before all others, when the store does.
    /// </summary>
    private void Undo(List<LedgerCommand> batch, Exception failure)
    {
        var others = book.Finished.Concat(book.Admissions.Lines.Dissolve()).Except(batch).ToList();
        batch.ForEach(command => command.Undo());
        if (failure is LedgerStoreException { IsConflict: true })
        {
            others.ForEach(command => command.Undo());
            batch.InsertRange(0, others.OfType<ReserveCommand>().OrderBy(command => command.Sequence));
            return;
        }

        others.ForEach(command => command.Fail(new LedgerUnavailableException($"The ledger could not be written: {failure.Message}", failure)));
    }

    private void Refuse(List<LedgerCommand> batch, LedgerUnavailableException reason)
    {
        foreach (var command in batch)
        {
            if (command.IsKept)
            {
                _kept.Add(command);
            }
            else
            {
                command.Fail(reason);
            }
        }
    }

    private void GiveUp(LedgerUnavailableException reason)
    {
        book.Admissions.Lines.Dissolve().ForEach(command => command.Fail(reason));
        if (_kept.Count > 0)
        {
            LogUnsettled(_kept.Count);
            _kept.ForEach(command => command.Fail(reason));
            _kept.Clear();
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Count} attempts that an earlier process left open were posted by the estimator, provisionally")]
    private partial void LogRecovered(int count);

    [LoggerMessage(LogLevel.Critical, "The ledger cannot be written: new work is refused until it can, and what ends meanwhile is kept in memory")]
    private partial void LogTrouble(Exception failure);

    [LoggerMessage(LogLevel.Information, "The ledger can be written again")]
    private partial void LogWell();

    [LoggerMessage(LogLevel.Critical, "A fault in the ledger: one command was rolled back")]
    private partial void LogFault(Exception failure);

    [LoggerMessage(LogLevel.Error, "A fault in the ledger: {Count} commands could not be written together, so each is now tried alone")]
    private partial void LogApart(Exception failure, int count);

    [LoggerMessage(LogLevel.Critical, "The ledger's writer has ended: no new work is taken until Weir is started again")]
    private partial void LogEnded(Exception failure);

    [LoggerMessage(LogLevel.Critical, "{Count} attempts could not be settled before the stop; the next start posts them by the estimator")]
    private partial void LogUnsettled(int count);
}
