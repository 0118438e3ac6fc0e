using Weir.Accounting;
using Weir.IntegrationTests.Inference;
using Weir.IntegrationTests.Running;
using Weir.TestKit.Upstreams;
using Xunit;

namespace Weir.IntegrationTests.Callers;

/// <summary>Holds the ledger against what an upstream truly did for a program that called one request after another.</summary>
internal static class CallerLedger
{
    /// <summary>
    /// One line of each attempt, true. Lines stand in the order in which attempts ended, which is the order of the attempts, but for those
    /// whose caller left: these end when that is noticed.
    /// </summary>
    public static async Task<IReadOnlyList<LedgerLine>> HoldAsync(WeirHost host, FakeUpstream upstream, CancellationToken cancellationToken)
    {
        var lines = await LedgerLines.WhenSettledAsync(host.Services, cancellationToken);
        var attempts = upstream.Book.Attempts;
        await Task.WhenAll(attempts.Select(attempt => attempt.Done)).WaitAsync(cancellationToken);
        var left = attempts.Where(attempt => attempt.End == AttemptEnd.PeerGone);
        Hold([.. left], [.. lines.Where(line => line.Outcome == AttemptOutcome.ClientGone)]);
        Hold([.. attempts.Except(left)], [.. lines.Where(line => line.Outcome != AttemptOutcome.ClientGone)]);
        return lines;
    }

    private static void Hold(AttemptTruth[] attempts, LedgerLine[] lines)
    {
        Assert.Equal(attempts.Length, lines.Length);
        foreach (var (attempt, line) in attempts.Zip(lines))
        {
            Assert.Equal(attempt.Request.Model, line.Model);
            Assert.Equal(attempt.End == AttemptEnd.Refused, line.Kind == LedgerEntryKind.Voided);
            if (attempt.End != AttemptEnd.Refused)
            {
                Truths.Hold(attempt, line);
            }
            else
            {
                Assert.Equal(0, line.Total);
            }
        }
    }
}
