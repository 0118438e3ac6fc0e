using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Weir.TestKit;

/// <summary>
/// Watches for a state that no event announces (a row in a database, a port that answers). Where something can be awaited, await that.
/// </summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    /// <summary>Returns as soon as the condition holds; throws, naming it, when it doesn't within 20 s.</summary>
    public static Task IsTrueAsync(
        Func<bool> condition,
        CancellationToken cancellationToken,
        TimeSpan? patience = null,
        [CallerArgumentExpression(nameof(condition))] string expression = "") =>
        IsTrueAsync(() => Task.FromResult(condition()), cancellationToken, patience, expression);

    /// <inheritdoc cref="IsTrueAsync(Func{bool}, CancellationToken, TimeSpan?, string)"/>
    public static async Task IsTrueAsync(
        Func<Task<bool>> condition,
        CancellationToken cancellationToken,
        TimeSpan? patience = null,
        [CallerArgumentExpression(nameof(condition))] string expression = "")
    {
        var deadline = patience ?? Patience;
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(started) > deadline)
            {
                throw new TimeoutException($"Not true within {deadline.TotalSeconds} s: {expression}");
            }

            await Task.Delay(Interval, cancellationToken);
        }
    }

    /// <summary>Asks until the answer fits, and returns it.</summary>
    public static async Task<T> GetsAsync<T>(
        Func<Task<T>> ask,
        Func<T, bool> fits,
        CancellationToken cancellationToken,
        TimeSpan? patience = null,
        [CallerArgumentExpression(nameof(fits))] string expression = "")
    {
        T answer = default!;
        await IsTrueAsync(
            async () =>
            {
                answer = await ask();
                return fits(answer);
            },
            cancellationToken,
            patience,
            expression);
        return answer;
    }
}
