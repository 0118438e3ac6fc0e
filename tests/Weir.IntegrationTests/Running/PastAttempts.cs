using Microsoft.Extensions.DependencyInjection;
using Weir.Accounting;
using Weir.Proxy.Metering;
using Xunit;

namespace Weir.IntegrationTests.Running;

/// <summary>Puts attempts into the ledger of a running Weir as if they had ended at another time.</summary>
internal static class PastAttempts
{
    /// <param name="host">Where.</param>
    /// <param name="user">Whose.</param>
    /// <param name="at">When it was admitted; it ends a second later.</param>
    /// <param name="model">The model.</param>
    /// <param name="upstream">The upstream.</param>
    /// <param name="outcome">How it ended; what did not complete was void.</param>
    /// <param name="output">Tokens of output, for a dollar each.</param>
    public static async Task<AttemptId> AddAsync(
        this WeirHost host, Guid user, DateTimeOffset at, string model = "claude", string upstream = "anthropic", AttemptOutcome outcome = AttemptOutcome.Completed, long output = 1)
    {
        var ledger = host.Services.GetRequiredService<ILedger>();
        var request = new ReserveRequest
        {
            Attempt = AttemptId.New(),
            Exchange = ExchangeId.New(),
            User = new(user),
            Upstream = upstream,
            Model = model,
            Budgets = [],
            AdmittedAt = at,
            Demand = Demand.OfTokens(10),
            AskedOutput = output,
            Floor = 0,
            TokensPerSecond = 300,
            Patience = TimeSpan.Zero,
        };
        Assert.IsType<ReserveResult.Granted>(await ledger.ReserveAsync(request, null, TestContext.Current.CancellationToken));
        var isPosted = outcome == AttemptOutcome.Completed;
        await ledger.SettleAsync(new()
        {
            Attempt = request.Attempt,
            Kind = isPosted ? LedgerEntryKind.Posted : LedgerEntryKind.Voided,
            Usage = isPosted ? new(10, 0, 0, 0, output) : default,
            NanoDollars = isPosted ? output * 1_000_000_000 : 0,
            Source = UsageSource.Reported,
            Outcome = outcome,
            Status = isPosted ? 200 : 529,
            Sent = TimeSpan.FromMilliseconds(10),
            FirstByte = TimeSpan.FromMilliseconds(100),
            LastByte = isPosted ? TimeSpan.FromMilliseconds(600) : null,
            IsStreamed = isPosted,
            EndedAt = at.AddSeconds(1),
        });
        return request.Attempt;
    }
}
