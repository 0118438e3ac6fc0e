namespace Weir.Sessions;

/// <summary>How many sessions were ended.</summary>
internal sealed record EndedAnswer(int Ended);
