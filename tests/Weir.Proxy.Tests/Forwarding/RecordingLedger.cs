using Weir.Accounting;
using Weir.Proxy.Metering;

namespace Weir.Proxy.Tests.Forwarding;

/// <summary>Grants everything, and keeps what it is told.</summary>
internal sealed class RecordingLedger : ILedger
{
    public List<Settlement> Settlements { get; } = [];

    public List<long> Shrinks { get; } = [];

    /// <summary>Runs when a settlement arrives, before it is durable.</summary>
    public Func<Task> OnSettle { get; set; } = () => Task.CompletedTask;

    public DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public Task<ReserveResult> ReserveAsync(ReserveRequest request, Settlement? superseded, CancellationToken cancellationToken) =>
        Task.FromResult<ReserveResult>(new ReserveResult.Granted(request.AskedOutput, true));

    public Task<ReserveResult.Refused?> LookAsync(ReserveRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<ReserveResult.Refused?>(null);

    public void ShrinkInput(AttemptId attempt, long input, long fixedNanoDollars) => Shrinks.Add(input);

    public Task SettleAsync(Settlement settlement)
    {
        Settlements.Add(settlement);
        return OnSettle();
    }
}
