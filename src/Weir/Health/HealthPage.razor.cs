using Weir.Web.Controls;

namespace Weir.Health;

/// <summary>How process, store, disk and replicas are, as they are now, and the ledger added up anew when it is asked for.</summary>
public sealed partial class HealthPage
{
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(2);

    private Loading<HealthAnswer> _health = null!;

    protected override void OnInitialized() => _health = AskAsAdministrator(scope => scope.Get<HealthQueries>().LookAsync(scope.Cancellation));

    protected override async Task LoadAsync()
    {
        await _health.ReloadAsync();
        Repeat(Often, _health.ReloadAsync);
    }

    private static string StoreKind(StoreAnswer store) => store.Kind == "sqlite" ? "SQLite" : "PostgreSQL";

    private static string StoreWords(StoreAnswer store) =>
        $"{StoreKind(store)}{(store.SizeBytes is { } size ? $", {Sizes.Of(size)}" : "")}, {(store.IsWritable ? "takes writes" : "takes no writes")}";

    private Task StartAsync() => DoAsync(check => check.TryStart());

    private Task CancelAsync() => DoAsync(check => check.TryCancel());

    /// <summary>That somebody else was quicker shows by itself: what is asked for next is how it stands.</summary>
    private async Task DoAsync(Func<LedgerCheck, bool> act)
    {
        await Work.ReadAsAdministratorAsync(scope => Task.FromResult(act(scope.Get<LedgerCheck>())), Left);
        await _health.ReloadAsync();
    }
}
