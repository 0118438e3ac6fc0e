using Weir.Accounting;
using Weir.Proxy.Identity;
using Weir.Proxy.Refusals;

namespace Weir.Proxy.Exchanges;

/// <summary>Something that became of an exchange, for those who listen to the <see cref="ExchangeFeed"/>. Nothing of what was asked or answered is in it.</summary>
public sealed record ExchangeEvent
{
    public required ExchangeStage Stage { get; init; }

    public required DateTimeOffset At { get; init; }

    public required ExchangeId Exchange { get; init; }

    /// <summary>Null where nobody could be identified, which <see cref="ExchangeStage.Refused"/> then says.</summary>
    public required Caller? Caller { get; init; }

    public required string Method { get; init; }

    /// <summary>Without a query, and without a key that came in the path.</summary>
    public required string Path { get; init; }

    /// <summary>What the caller's program calls itself, cut at 200 characters; null when it says nothing.</summary>
    public string? UserAgent { get; init; }

    /// <summary>The model's name as the caller knows it; null while it isn't known.</summary>
    public string? Model { get; init; }

    /// <summary>Where the current attempt goes to; null before there is one.</summary>
    public string? Upstream { get; init; }

    public AttemptId? Attempt { get; init; }

    /// <summary>From sending to the first byte of the answer; null while none came.</summary>
    public TimeSpan? FirstByte { get; init; }

    /// <summary>Set on <see cref="ExchangeStage.Refused"/>.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>Set on <see cref="ExchangeStage.Ended"/>: what the attempt used, and how it ended.</summary>
    public Settlement? Settlement { get; init; }

    /// <summary>What an answer of Weir's own is known by.</summary>
    public string RequestId => RequestIds.Of(Exchange);
}
