using Weir.Storage.Ledger.Writing;

namespace Weir.Storage.Tests.Ledger.Writing;

/// <summary>A store whose disk hangs while a test says so, and that knows on whose thread it commits.</summary>
internal sealed class PausingStore(ILedgerStore inner) : StoreDecorator(inner)
{
    private readonly SemaphoreSlim _go = new(0);
    private readonly SemaphoreSlim _reached = new(0);
    private volatile bool _pauses;

    public bool Pauses
    {
        get => _pauses;
        set => _pauses = value;
    }

    /// <summary>Runs within a commit, as time would pass.</summary>
    public Action? Meanwhile { get; set; }

    /// <summary>Of the last commit.</summary>
    public int Thread { get; private set; }

    /// <summary>Returns when a commit has come to a disk that hangs.</summary>
    public Task ReachedAsync() => _reached.WaitAsync(Xunit.TestContext.Current.CancellationToken);

    /// <summary>Lets one commit through.</summary>
    public void Go() => _go.Release();

    /// <summary>Has a commit on its way, so that what is asked from now on waits for the next.</summary>
    /// <returns>A task to what that commit is of, done after <see cref="GoOn"/>.</returns>
    public async Task<Task> HoldAsync(LedgerHarness harness)
    {
        Pauses = true;
        var held = Task.Run(() => harness.ReserveAsync(harness.Request(0, 0)), Xunit.TestContext.Current.CancellationToken);
        await ReachedAsync();
        return held;
    }

    /// <summary>The disk no longer hangs.</summary>
    public void GoOn()
    {
        Pauses = false;
        Go();
    }

    public override void Commit()
    {
        Thread = Environment.CurrentManagedThreadId;
        Meanwhile?.Invoke();
        if (Pauses)
        {
            _reached.Release();
            _go.Wait();
        }

        base.Commit();
    }
}
