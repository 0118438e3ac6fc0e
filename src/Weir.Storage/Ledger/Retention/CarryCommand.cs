using Weir.Accounting;
using Weir.Storage.Ledger.Writing;

namespace Weir.Storage.Ledger.Retention;

/// <summary>
/// Carries the oldest details into sums, within one commit: it takes a piece off the front of the table, in the order of ids, together with all
/// corrections of its attempts. No window and no usage sum changes. A kill leaves the piece whole or carried.
/// </summary>
internal sealed class CarryCommand(DateTimeOffset endedBefore, DateTimeOffset now, int most = CarryCommand.MostDetails) : LedgerCommand
{
    /// <summary>As many take some ten milliseconds, which callers whose commit it rides on wait for.</summary>
    public const int MostDetails = 500;

    private readonly TaskCompletionSource<CarryResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private CarryResult _result;

    public Task<CarryResult> Task => _completion.Task;

    public override void Declare(LedgerNeeds needs) => needs.IsExact = true;

    public override void Apply(LedgerBook book)
    {
        _result = Carry(book.Store.Retention);
        book.Finish(this);
    }

    public override void Complete() => _completion.TrySetResult(_result);

    public override void Fail(Exception reason) => _completion.TrySetException(reason);

    private CarryResult Carry(IRetentionStore store)
    {
        if (store.TryTake() is not { } state || state.HeldUntil > now)
        {
            return CarryResult.Held;
        }

        // Ids rise with time, but for what ended while it waited for a commit: then the rest waits for it to be old enough.
        var oldest = store.ReadOldest(state.CarriedThrough, most).TakeWhile(entry => entry.EndedAt < endedBefore).ToList();
        if (oldest.Count == 0)
        {
            return CarryResult.AllDone;
        }

        var corrections = store.ReadFurther([.. oldest.Where(entry => entry.Kind != LedgerEntryKind.Correction).Select(entry => entry.AttemptId).Distinct()]);
        var details = oldest.Concat(corrections).DistinctBy(entry => entry.Id).ToList();
        // Of void attempts alone nothing remains: their failures stay in the usage sums.
        var groups = details.GroupBy(CarriedSum.Key).Where(group => group.Any(entry => entry.Kind != LedgerEntryKind.Voided)).ToList();
        var before = store.ReadFurther([.. groups.Select(group => group.Key)]).ToDictionary(sum => sum.AttemptId);
        var through = oldest[^1].Id;
        var sums = groups.Select(group => Sum(group, before.GetValueOrDefault(group.Key), through)).ToList();
        store.Carry([.. details.Concat(before.Values).Select(entry => entry.Id)], sums, through);
        return CarryResult.More;
    }

    /// <summary>It takes the place of the latest detail in it, so that a history read by ids stays in order.</summary>
    private static LedgerEntry Sum(IGrouping<Guid, LedgerEntry> group, LedgerEntry? before, long through)
    {
        var sum = CarriedSum.Of(group.Key, before is null ? group : group.Prepend(before));
        sum.Id = group.Where(entry => entry.Id <= through).Max(entry => entry.Id);
        return sum;
    }
}
