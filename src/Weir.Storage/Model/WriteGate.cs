namespace Weir.Storage.Model;

/// <summary>
/// The one door to writing an SQLite file: the ledger's writer and every other write of the process pass it in turn, so that they
/// never lock each other out. PostgreSQL lets many write at once; there the gate stands open.
/// </summary>
public sealed class WriteGate : IDisposable
{
    private readonly SemaphoreSlim? _turn;

    private WriteGate(SemaphoreSlim? turn) => _turn = turn;

    public WriteGate() : this(new SemaphoreSlim(1, 1))
    {
    }

    /// <summary>A gate that everybody passes at once.</summary>
    public static WriteGate Open() => new(null);

    /// <summary>True when whoever enters now will hardly wait.</summary>
    public bool IsFree => _turn is null or { CurrentCount: > 0 };

    public async ValueTask<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        if (_turn is not null)
        {
            await _turn.WaitAsync(cancellationToken);
        }

        return new Turn(_turn);
    }

    /// <summary>For whoever commits the ledger's work: its own thread, which has nothing else to do than to wait, or a caller that found the gate free.</summary>
    public IDisposable Enter()
    {
        _turn?.Wait();
        return new Turn(_turn);
    }

    public void Dispose() => _turn?.Dispose();

    private sealed class Turn(SemaphoreSlim? turn) : IDisposable
    {
        public void Dispose() => turn?.Release();
    }
}
