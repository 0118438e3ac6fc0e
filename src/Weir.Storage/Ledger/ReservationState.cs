namespace Weir.Storage.Ledger;

/// <summary>Where a kept reservation stands. One that ended in the ordinary way is gone: its entry is the proof.</summary>
public enum ReservationState
{
    Pending = 0,

    /// <summary>Its process died; it was posted by the estimator and a late settlement would become a correction.</summary>
    Provisional = 1,
}
