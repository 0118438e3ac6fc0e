using Weir.Accounting;
using Weir.Storage.Accounts;
using Weir.Storage.Ledger;
using Weir.Storage.Ledger.Histories;
using Counts = Weir.Accounting.Usage;

namespace Weir.Demo;

/// <summary>Makes the entries of a person's attempts: most end well, some don't.</summary>
internal sealed class DemoAttempts(DemoWish wish, DemoWorld world, HistoryWindows windows, DemoChance chance)
{
    /// <summary>An afternoon on which Anthropic was overloaded, for charts to show.</summary>
    private readonly DateTimeOffset _incident = wish.Now.AddDays(-wish.Days / 8.0);

    /// <summary>What a person does in an hour, or in what is left of it.</summary>
    public IEnumerable<LedgerEntry> Of(DemoPerson person, DateTimeOffset hour, int attempts)
    {
        if (attempts == 0)
        {
            yield break;
        }

        var activity = chance.Of(person.Habits);
        var turns = new DemoTurns(activity, chance);
        var key = activity switch
        {
            DemoActivity.Agent => person.AgentKey,
            DemoActivity.Script => person.ScriptKey,
            _ => chance.Is(0.5) ? null : person.AgentKey,
        };
        var session = activity == DemoActivity.Agent ? chance.Id(hour).ToString() : null;
        var (begin, length) = (chance.Share() * 0.3, 0.4 + (chance.Share() * 0.25));
        for (var made = 0; made < attempts;)
        {
            var minutes = 60 * (begin + (length * (made + chance.Share()) / attempts));
            foreach (var entry in Exchange(person, key, turns, Milliseconds(hour.AddMinutes(minutes))).Take(attempts - made))
            {
                entry.ClientSession = session;
                made++;
                yield return entry;
            }
        }
    }

    /// <summary>One attempt, and another where the first target was overloaded.</summary>
    private IEnumerable<LedgerEntry> Exchange(DemoPerson person, ApiKey? key, DemoTurns turns, DateTimeOffset at)
    {
        var (model, usage, cap) = turns.Next();
        var exchange = chance.Id(at);
        var isOverloaded = model.Upstream == DemoModel.Anthropic && at > _incident && at < _incident.AddHours(3) && chance.Is(0.4);
        if (isOverloaded || chance.Is(0.008))
        {
            var failed = Entry(person, key, model.Upstream, model.Name, exchange, at);
            failed.Reserved = usage.TotalInput + cap;
            Fail(failed, isOverloaded ? 529 : chance.Of([429, 429, 500, 502, 529]));
            yield return failed;
            if (model.Upstream != DemoModel.Anthropic || chance.Is(0.3))
            {
                yield break;
            }
        }

        var upstream = isOverloaded ? DemoModel.Backup : model.Upstream;
        var entry = Entry(person, key, upstream, model.Name, exchange, at);
        entry.Reserved = usage.TotalInput + cap;
        Answer(entry, model, usage, cap);
        yield return entry;
    }

    private LedgerEntry Entry(DemoPerson person, ApiKey? key, string upstream, string model, Guid exchange, DateTimeOffset at) => new()
    {
        AttemptId = chance.Id(at),
        ExchangeId = exchange,
        UserId = person.User.Id,
        ApiKeyId = key?.Id,
        UpstreamId = world.NameIds[upstream],
        ModelId = world.NameIds[model],
        AdmittedAt = at,
        PriceId = world.PriceBook.Find(upstream, model, at).Id.Value,
        RequestId = chance.RequestId(),
        Windows = windows.Admit(world.BudgetsOf(person, key, upstream), at),
    };

    private void Fail(LedgerEntry entry, int status)
    {
        entry.Kind = LedgerEntryKind.Voided;
        entry.Outcome = AttemptOutcome.UpstreamError;
        entry.Status = status;
        Time(entry, chance.Around(380, 0.6), 0);
    }

    private void Answer(LedgerEntry entry, DemoModel model, Counts usage, long cap)
    {
        entry.Requests = 1;
        entry.Status = 200;
        var luck = chance.Share();
        (entry.Outcome, entry.Source) = luck switch
        {
            < 0.013 => (AttemptOutcome.ClientGone, UsageSource.Estimated),
            < 0.016 => (AttemptOutcome.ClientGone, UsageSource.Reported),
            < 0.0185 => (AttemptOutcome.UpstreamCut, UsageSource.Estimated),
            < 0.0195 => (AttemptOutcome.UpstreamTimedOut, UsageSource.Estimated),
            _ => (AttemptOutcome.Completed, UsageSource.Reported),
        };
        var output = entry.Outcome == AttemptOutcome.Completed ? usage.Output : Math.Max(1, (long)(usage.Output * chance.Share()));
        if (luck > 0.999)
        {
            // Near a limit the output cap was lowered, and reached.
            (output, entry.LoweredTo) = (Math.Min(output, 1_024), 1_024);
            entry.Reserved -= Math.Max(0, cap - 1_024);
        }

        var first = chance.Around(model.FirstByte.TotalMilliseconds + (usage.TotalInput / 90.0), 0.35);
        var rest = output / chance.Around(model.TokensPerSecond, 0.2) * 1_000;
        Time(entry, first, rest);
        entry.IsStreamed = cap > 1_024;
        entry.LastByteMicroseconds = entry.Outcome == AttemptOutcome.Completed ? (long)((first + rest) * 1_000) : null;
        Count(entry, usage with { Output = output });
    }

    /// <summary>Sets the counts, and what they cost.</summary>
    public void Count(LedgerEntry entry, Counts usage)
    {
        var cost = world.PriceBook.Find(new PriceId(entry.PriceId!.Value))!.CostOf(in usage, Circumstances.None);
        (entry.Input, entry.CacheRead, entry.CacheWrite5m, entry.CacheWrite1h, entry.Output) = (usage.Input, usage.CacheRead, usage.CacheWrite5m, usage.CacheWrite1h, usage.Output);
        (entry.NanoDollars, entry.IsPriceUncertain) = (cost.NanoDollars, cost.IsFlagged);
        entry.Overrun = Math.Max(0, usage.Total - entry.Reserved);
    }

    /// <param name="entry">Whose times are set.</param>
    /// <param name="first">Milliseconds to the first byte.</param>
    /// <param name="more">Milliseconds from there to the last.</param>
    private void Time(LedgerEntry entry, double first, double more)
    {
        entry.SentMicroseconds = (long)chance.Around(2_500, 0.7);
        entry.FirstByteMicroseconds = (long)(first * 1_000);
        var end = Milliseconds(entry.AdmittedAt.AddMilliseconds((entry.SentMicroseconds.Value / 1_000.0) + first + more));
        entry.EndedAt = end < wish.Now ? end : wish.Now;
    }

    private static DateTimeOffset Milliseconds(DateTimeOffset at) => DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());
}
