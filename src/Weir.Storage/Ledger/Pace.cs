namespace Weir.Storage.Ledger;

/// <summary>How fast answers came, in sums of which means are made.</summary>
/// <param name="FirstBytes">Answers whose first byte was timed.</param>
/// <param name="FirstByteMicroseconds">From sending to the first byte, of all of them together.</param>
/// <param name="StreamedMicroseconds">From the first byte to the last, of those that were streams with output and came to their end, together.</param>
/// <param name="StreamedOutput">Tokens of output that came in that time.</param>
public readonly record struct Pace(long FirstBytes, long FirstByteMicroseconds, long StreamedMicroseconds, long StreamedOutput)
{
    public static Pace operator +(Pace left, Pace right) => new(
        left.FirstBytes + right.FirstBytes,
        left.FirstByteMicroseconds + right.FirstByteMicroseconds,
        left.StreamedMicroseconds + right.StreamedMicroseconds,
        left.StreamedOutput + right.StreamedOutput);
}
