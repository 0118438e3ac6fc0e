namespace Weir.Storage.Model;

/// <summary>
/// How long a request waits for what it asks the database itself. A query takes milliseconds; the driver notices a pulled cable
/// only after many seconds, when callers have given up already and all connections are taken by those before them.
/// </summary>
public static class RequestPatience
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(3);

    /// <summary>For the driver to let go of the connection once the query is given up.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    /// <exception cref="DatabaseSilentException">No answer came in time.</exception>
    public static async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Most);
        try
        {
            return await ask(limit.Token).WaitAsync(Most + Grace, cancellationToken);
        }
        catch (TimeoutException)
        {
            // On a busy machine it comes before the limit has shown itself.
            throw new DatabaseSilentException();
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new DatabaseSilentException();
        }
    }
}
