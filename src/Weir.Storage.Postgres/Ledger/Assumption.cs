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

    private static readonly RowStatement<WindowAccount> Windows = new(
        new()
        {
            { "id", window => window.Id },
            { "taken", window => window.Taken },
            { "kind", window => (int)window.Budget.Window },
            { "zone", window => window.Budget.TimeZone },
        },
        (rows, count) => $"""
            SELECT {AreAll(count)} FROM (
                SELECT w.posted, w.pending, b.cap, given.taken FROM {rows} JOIN budget_windows w ON w.id = given.id JOIN budgets b ON b.id = w.budget_id
                WHERE b.window_kind = given.kind AND b.time_zone = given.zone
                ORDER BY w.id FOR UPDATE OF w) AS held
            WHERE taken IS NULL OR cap IS NULL OR pending + taken <= cap - posted
            """);

    /// <param name="change">What changes rows.</param>
    /// <param name="count">How many there must be.</param>
    public static string All(string change, string count) => $"WITH changed AS ({change} RETURNING 1) SELECT {AreAll(count)} FROM changed";

    public static NpgsqlBatchCommand Of(List<WindowAccount> windows) => Windows.Of(windows);

    private static string AreAll(string count) => $"1 / (count(*) = {count})::int";
}
