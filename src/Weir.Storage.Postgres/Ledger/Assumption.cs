using Npgsql;
using Weir.Storage.Ledger.Writing;

namespace Weir.Storage.Postgres.Ledger;

/// <summary>
/// What a transaction of one trip takes for true, as statements of it that fail when it isn't: that what it ends and lowers is still pending,
/// that its windows are there and belong to budgets whose windows are still those, and that each has the room that admissions took of it, whoever
/// else has written meanwhile. They also lock, in the order of all others (<see cref="FetchedRows"/>).
/// </summary>
internal static class Assumption
{
    /// <summary>What the server says of one that isn't true; nothing else divides.</summary>
    public const string Untrue = PostgresErrorCodes.DivisionByZero;

    private static readonly string Windows = $"""
        SELECT {Holds("$1")} FROM (
            SELECT w.posted, w.pending, b.cap, n.taken
            FROM {Unnested.Rows(["bigint", "bigint", "int", "text"])} AS n (id, taken, kind, zone)
                JOIN budget_windows w ON w.id = n.id JOIN budgets b ON b.id = w.budget_id
            WHERE b.window_kind = n.kind AND b.time_zone = n.zone
            ORDER BY w.id FOR UPDATE OF w) AS held
        WHERE taken IS NULL OR cap IS NULL OR pending + taken <= cap - posted
        """;

    /// <param name="change">What changes rows, of which <c>$1</c> holds the ids: all of them must be there.</param>
    public static string All(string change) => $"WITH changed AS ({change} RETURNING 1) SELECT {Holds("$1")} FROM changed";

    public static NpgsqlBatchCommand Of(List<WindowAccount> windows) => Unnested.Command(
        Windows,
        windows.ConvertAll(window => window.Id),
        windows.ConvertAll(window => window.Taken),
        windows.ConvertAll(window => (int)window.Budget.Window),
        windows.ConvertAll(window => window.Budget.TimeZone));

    private static string Holds(string ids) => $"1 / (count(*) = cardinality({ids}))::int";
}
