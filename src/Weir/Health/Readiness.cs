using Weir.Storage.Ledger.Writing;
using Weir.Storage.Model;

namespace Weir.Health;

/// <summary>Whether new work can be taken, and if not, why.</summary>
internal sealed class Readiness(IHostApplicationLifetime lifetime, LedgerState ledger, IDatabaseEngine engine)
{
#pragma warning disable CA1308 // Words of Weir's own API are lower case.
    private readonly string _store = engine.Name.ToLowerInvariant();
#pragma warning restore CA1308

    public HealthReport Report()
    {
        var reasons = new List<string>();
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            reasons.Add("Weir is stopping.");
        }

        if (ledger.IsInTrouble)
        {
            // What the store said is for the log: it may name files.
            reasons.Add("The ledger cannot be written.");
        }

        return reasons.Count == 0 ? new("ready", _store) : new("unavailable", _store, reasons);
    }
}
