using Weir.Settings;
using Weir.Storage.Ledger.Writing;

namespace Weir.Health;

/// <summary>Looks at process, store and disk.</summary>
internal sealed class HealthQueries(WeirSettings settings, StoreLook store, LedgerState ledger, Readiness readiness, LedgerCheck check)
{
    public async Task<HealthAnswer> LookAsync(CancellationToken cancellationToken)
    {
        var report = readiness.Report();
        var (found, problem) = await store.AskAsync(cancellationToken);
        return new()
        {
            Status = report.Status,
            Reasons = report.Reasons ?? [],
            Versions = VersionsAnswer.OfThisProcess,
            Process = ProcessAnswer.OfThisProcess(),
            Store = new(
                report.Store!,
                settings.DatabaseName,
                found?.Facts.Version,
                found?.Facts.SizeBytes,
                found?.Took.TotalMilliseconds,
                found is { Facts.IsReadOnly: false } && !ledger.IsInTrouble,
                problem ?? ledger.Trouble),
            Disk = settings.Database is null ? DiskAnswer.Of(settings.DataFolder) : null,
            Replicas = found?.Replicas.ConvertAll(ReplicaAnswer.Of),
            OpenAttempts = found?.OpenAttempts,
            LedgerCheck = check.Answer,
        };
    }
}
