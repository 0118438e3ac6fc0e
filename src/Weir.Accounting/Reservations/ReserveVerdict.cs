namespace Weir.Accounting;

/// <summary>The answer to "may this attempt start?".</summary>
public enum ReserveVerdict
{
    /// <summary>Yes, with the output that <see cref="ReserveDecision.Output"/> says.</summary>
    Granted,

    /// <summary>Not now, but it would fit better once open reservations end.</summary>
    Wait,

    /// <summary>No: only open reservations stand in the way, so a later try may pass.</summary>
    RefusedPassing,

    /// <summary>No: what is posted leaves no room.</summary>
    RefusedFinal,
}
