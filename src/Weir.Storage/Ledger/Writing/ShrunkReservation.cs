namespace Weir.Storage.Ledger.Writing;

/// <summary>A reservation whose input was lowered.</summary>
/// <param name="By">How many tokens were freed.</param>
/// <param name="Windows">Ids of its budget windows, as in <see cref="Reservation.Windows"/>.</param>
internal readonly record struct ShrunkReservation(long By, byte[] Windows);
