using Weir.Accounting;

namespace Weir.Storage.Ledger.Writing;

/// <summary>The upstream has told the input of an attempt. It is lost with a failing store: settling frees the same room later.</summary>
internal sealed class ShrinkCommand(AttemptId attempt, long input, long fixedNanoDollars) : LedgerCommand
{
    public override void Declare(LedgerNeeds needs) => needs.Attempts.Add(attempt);

    public override void Apply(LedgerBook book) => book.Settlements.Shrink(attempt, input, fixedNanoDollars);

    public override void Complete()
    {
    }

    public override void Fail(Exception reason)
    {
    }
}
