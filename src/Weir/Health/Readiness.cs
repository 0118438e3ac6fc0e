namespace Weir.Health;

/// <summary>Whether new work can be taken, and if not, why.</summary>
internal sealed class Readiness(IHostApplicationLifetime lifetime)
{
    public HealthReport Report()
    {
        var reasons = new List<string>();
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            reasons.Add("Weir is stopping.");
        }

        return reasons.Count == 0 ? new("ready") : new("unavailable", reasons);
    }
}
