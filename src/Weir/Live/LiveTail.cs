using System.Runtime.CompilerServices;
using Weir.Accounting;
using Weir.Proxy.Admission.Rates;
using Weir.Proxy.Exchanges;

namespace Weir.Live;

/// <summary>What becomes of everybody's exchanges, as it happens: of this process from its feed, of others what ended, once a second.</summary>
internal sealed class LiveTail(ExchangeFeed feed, LiveReplicas replicas, IServiceScopeFactory scopes, TimeProvider time)
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    /// <summary>Begins to listen at once; null when this administrator, or all together, listen too often already.</summary>
    public ExchangeSubscription? Subscribe(UserId listener, LiveFilter filter) =>
        feed.Subscribe(listener, told => filter.Passes(told.Caller?.User.Value, told.Model, told.Upstream));

    /// <summary>Bunches of lines, oldest first, until nobody wants them any more. At least one a second, which may be empty.</summary>
    public async IAsyncEnumerable<IReadOnlyList<LiveLine>> ReadAsync(
        ExchangeSubscription subscription, LiveFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var elsewhere = new ElsewhereEnds(scopes);
        var looked = time.GetTimestamp();
        while (!cancellationToken.IsCancellationRequested)
        {
            await WaitAsync(subscription, Beat - time.GetElapsedTime(looked), cancellationToken);
            var lines = new List<LiveLine>();
            while (subscription.Events.TryRead(out var told))
            {
                lines.Add(LiveLines.Of(told));
                if (told is { Stage: ExchangeStage.Ended, Attempt: { } attempt })
                {
                    elsewhere.Told(attempt.Value);
                }
            }

            if (time.GetElapsedTime(looked) >= Beat)
            {
                looked = time.GetTimestamp();
                if (replicas.Count > 1)
                {
                    lines.AddRange((await elsewhere.LookAsync(cancellationToken)).Where(line => filter.Passes(line.UserId, line.Model, line.Upstream)));
                }
            }
            else if (lines.Count == 0)
            {
                continue;
            }

            yield return lines;
        }
    }

    /// <summary>For the next event, or for the time of the next beat.</summary>
    private static async Task WaitAsync(ExchangeSubscription subscription, TimeSpan longest, CancellationToken cancellationToken)
    {
        if (longest <= TimeSpan.Zero)
        {
            return;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(longest);
        try
        {
            await subscription.Events.WaitToReadAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Time for a beat.
        }
    }
}
