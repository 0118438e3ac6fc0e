using Weir.Storage.Ledger.Writing;

namespace Weir.Health;

/// <summary>Whether new work can be taken, and if not, why.</summary>
internal sealed class Readiness(IHostApplicationLifetime lifetime, LedgerState ledger)
{
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

        return reasons.Count == 0 ? new("ready") : new("unavailable", reasons);
    }
}
