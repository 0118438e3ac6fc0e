using Weir.Web.Work;

namespace Weir.Web.Controls;

/// <summary>
/// Something that a page asks the server for: not here yet, here, or not to be had. While it is asked for again the old value stays. Of two
/// questions that overlap the later one counts.
/// </summary>
/// <param name="load">Asks.</param>
public sealed class Loading<T>(Func<CancellationToken, Task<T>> load) : IDisposable
{
    private CancellationTokenSource? _running;

    public bool HasValue { get; private set; }

    public T Value { get; private set; } = default!;

    /// <summary>Why it could not be had, in words.</summary>
    public string? Problem { get; private set; }

    public bool IsRunning => _running is not null;

    /// <returns>True when there is something else to show than before.</returns>
    public async Task<bool> ReloadAsync()
    {
        var (hadValue, before, problem) = (HasValue, Value, Problem);
        if (_running is { } earlier)
        {
            await earlier.CancelAsync();
        }

        using var running = new CancellationTokenSource();
        _running = running;
        try
        {
            var value = await load(running.Token);
            if (_running == running)
            {
                (Value, HasValue, Problem) = (value, true, null);
            }
        }
        catch (OperationCanceledException) when (running.IsCancellationRequested)
        {
            // A later question replaced this one, or the page was left.
        }
        catch (DatabaseAwayException)
        {
            Problem = "The database cannot be read now. Nothing is lost; try again in a moment.";
        }
        finally
        {
            if (_running == running)
            {
                _running = null;
            }
        }

        return hadValue != HasValue || problem != Problem || !ReferenceEquals(before, Value);
    }

    /// <summary>Replaces the value at once, after a change that is known to have happened.</summary>
    public void Set(T value) => (Value, HasValue, Problem) = (value, true, null);

    public void Dispose() => _running?.Cancel();
}
