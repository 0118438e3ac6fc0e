namespace Weir.Bench.Ledger;

/// <summary>
/// The row changes of reserving and settling, one transaction after the other from one thread: nobody asks, nothing is decided, nobody is told.
/// </summary>
internal interface IBareLoop : IDisposable
{
    /// <summary>One transaction.</summary>
    /// <param name="commands">How many reservations and settlements it holds.</param>
    /// <returns>How many of them were settlements.</returns>
    int Commit(int commands);
}
