using System.Globalization;

namespace Weir.Bench.Ledger;

/// <summary>
/// How the entries of before are made up. One attempt a second over the years before; in each quarter of an hour twenty of a thousand users
/// are at work. In steps, so that it can be followed and broken off.
/// </summary>
internal static class FillSteps
{
    /// <summary>Of the first entry, in microseconds.</summary>
    public const long Start = 1_700_000_000_000_000;

    public const long Quarter = 900_000_000;

    /// <summary>A quarter's twenty users, and the next quarter's next.</summary>
    public const string User = "(i / 900 * 20 + i % 20) % 1000";

    private const long Rows = 500_000;

    /// <param name="engine">Said with the progress.</param>
    /// <param name="entries">How many.</param>
    /// <param name="insert">Makes the entries from one number to another.</param>
    /// <param name="cancellationToken">Heard between two steps.</param>
    public static async Task RunAsync(string engine, long entries, Func<long, long, Task> insert, CancellationToken cancellationToken)
    {
        for (var first = 1L; first <= entries; first += Rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var last = Math.Min(entries, first + Rows - 1);
            await insert(first, last);
            Say(engine, string.Create(CultureInfo.InvariantCulture, $"{last:N0} of {entries:N0} entries"));
        }
    }

    public static void Say(string engine, string what) => Console.Error.WriteLine($"{engine}: {what}");
}
