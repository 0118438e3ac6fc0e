using System.Globalization;
using Weir.Errors;

namespace Weir.Usage;

/// <summary>Which part of the history is asked for.</summary>
/// <param name="Limit">How many lines at most.</param>
/// <param name="Before">Only entries whose id is below this.</param>
internal readonly record struct UsagePage(int Limit, long Before)
{
    private const int UsualLimit = 100;

    /// <summary>A page is built in memory before it is sent.</summary>
    private const int MostLines = 1_000;

    public static ErrorResult? Parse(string? limit, string? before, out UsagePage page)
    {
        page = new(UsualLimit, long.MaxValue);
        if (limit is not null)
        {
            if (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var lines) || lines is < 1 or > MostLines)
            {
                return ErrorResult.BadRequest($"\"limit\" must be a whole number from 1 to {MostLines}.");
            }

            page = page with { Limit = lines };
        }

        if (before is not null)
        {
            if (!long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || id < 1)
            {
                return ErrorResult.BadRequest("\"before\" must be what an earlier answer gave as \"next\".");
            }

            page = page with { Before = id };
        }

        return null;
    }
}
