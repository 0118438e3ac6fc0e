using Weir.Storage.Copying;
using Weir.Storage.Ledger.Verification;

namespace Weir.Databases;

/// <summary>Says that a ledger's sums are wrong before it is carried on with.</summary>
internal static class LedgerFaults
{
    /// <summary>The option that carries on all the same: better a ledger with a fault than none.</summary>
    public const string Option = "--accept-faults";

    /// <exception cref="CopyRefusedException">They are, and that was not accepted.</exception>
    public static void Refuse(LedgerReport ledger, bool accept)
    {
        if (!ledger.IsClean && !accept)
        {
            throw new CopyRefusedException(
                $"The ledger in it is not clean; nothing was changed. It was copied as it is: the fault is in what it was copied from. {ledger.Faults[0]} "
                + $"({ledger.Faults.Count + ledger.MoreFaults:N0} faults in all.) Add {Option} to carry on with it.");
        }
    }
}
