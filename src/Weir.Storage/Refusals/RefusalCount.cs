using Weir.Proxy.Refusals;

namespace Weir.Storage.Refusals;

/// <summary>How often a user was refused for one reason within a quarter of an hour, as time zones differ by quarters.</summary>
public sealed class RefusalCount
{
    /// <summary>The quarter's begin.</summary>
    public DateTimeOffset StartsAt { get; set; }

    public Guid UserId { get; set; }

    public RefusalReason Reason { get; set; }

    public long Count { get; set; }
}
