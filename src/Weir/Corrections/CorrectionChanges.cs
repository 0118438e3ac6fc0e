using Weir.Accounting;
using Weir.Errors;
using Weir.Proxy.Metering;
using Weir.Storage.Ledger.Corrections;
using Weir.Storage.Model;

namespace Weir.Corrections;

/// <summary>Corrects attempts, for the endpoint and for the page.</summary>
internal sealed class CorrectionChanges(WeirDbContext db, LedgerCorrections corrections)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    /// <returns>What the attempt is counted as now, or why not.</returns>
    public async Task<(CorrectionResult.Done? Done, ErrorResult? Refusal)> CorrectAsync(long entry, CorrectRequest request, UserId madeBy, CancellationToken cancellationToken)
    {
        var (correction, refusal) = await CorrectionDesk.PrepareAsync(db, entry, request, madeBy, cancellationToken);
        if (correction is null)
        {
            return (null, refusal);
        }

        try
        {
            return await corrections.CorrectAsync(correction, cancellationToken) is CorrectionResult.Done done ? (done, null) : (null, CorrectionDesk.Gone(entry));
        }
        catch (LedgerUnavailableException unavailable)
        {
            return (null, new ErrorResult(StatusCodes.Status503ServiceUnavailable, $"{unavailable.Message} Send the correction again: it is made once at the most.") { RetryAfter = Soon });
        }
    }
}
