using Weir.Accounting;

namespace Weir.Storage.Ledger.Writing;

/// <summary>The upstream has told the input of an attempt. It is lost with a failing store: settling frees the same room later.</summary>
internal sealed class ShrinkCommand(AttemptId attempt, long input) : LedgerCommand
{
    public override void Apply(LedgerBook book) => book.Settlements.Shrink(attempt, input);

    public override void Complete()
    {
    }

    public override void Fail(Exception reason)
    {
    }
}
