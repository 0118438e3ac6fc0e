using Weir.Proxy.Exchanges;

namespace Weir.Proxy.Refusals;

/// <summary>Counts what Weir said no to, and takes it down for whoever was refused.</summary>
internal sealed class RefusalNotes(RefusalMetrics metrics, IRefusalBook book, TimeProvider time)
{
    public void Take(Exchange exchange, Refusal refusal)
    {
        metrics.Count(refusal);
        if (exchange.Caller is { } caller && RefusalWords.IsByWeir(refusal.Reason))
        {
            book.Note(new(exchange.Id, caller.User, caller.ApiKey, exchange.Model.Length == 0 ? null : exchange.Model, time.GetUtcNow(), refusal));
        }
    }
}
