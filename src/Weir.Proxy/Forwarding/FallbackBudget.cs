namespace Weir.Proxy.Forwarding;

/// <summary>
/// Bounds the attempts that stand in for failed ones: when an upstream fails under load, the next must not get all of it again at once.
/// Who finds the budget spent waits for a moment. Thread-safe.
/// </summary>
internal sealed class FallbackBudget(AttemptLives lives, TimeProvider time)
{
    /// <summary>Of a hundred open attempts so many may be stand-ins.</summary>
    private const int Percent = 20;

    private const int Least = 3;

    /// <summary>A stand-in is answered within seconds or not at all; past this the failure itself is told.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();

    /// <summary>Bounded by the number of open exchanges.</summary>
    private readonly LinkedList<TaskCompletionSource> _waiting = [];

    private int _taken;

    /// <summary>Null when none became free in time.</summary>
    public async ValueTask<FallbackPermit?> TakeAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource turn;
        lock (_lock)
        {
            if (_waiting.Count == 0 && _taken < Limit)
            {
                _taken++;
                return new(this);
            }

            turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.AddLast(turn);
        }

        try
        {
            await turn.Task.WaitAsync(Patience, time, cancellationToken);
        }
        catch (Exception end) when (end is TimeoutException or OperationCanceledException)
        {
            lock (_lock)
            {
                if (_waiting.Remove(turn))
                {
                    return null;
                }
            }

            // It was given in the same moment.
        }

        return new(this);
    }

    internal void Return()
    {
        lock (_lock)
        {
            _taken--;
            while (_taken < Limit && _waiting.First is { } next)
            {
                _waiting.RemoveFirst();
                _taken++;
                next.Value.SetResult();
            }
        }
    }

    private int Limit => Math.Max(Least, lives.Open * Percent / 100);
}
