using Microsoft.EntityFrameworkCore.Migrations;
using Weir.Storage.Ledger;

namespace Weir.Storage.Sqlite.Migrations;

/// <summary>Brings the rows of an earlier version into the form that a migration's new columns ask for.</summary>
internal static class EarlierRows
{
    /// <summary>Every budget was its subject's own and in tokens; open reservations named windows without amounts; there were no sums.</summary>
    public static void ToLedgerUnits(MigrationBuilder migration)
    {
        migration.Sql("UPDATE budgets SET is_own = 1");
        migration.Sql($"UPDATE reservations SET windows = unhex({Share(1)}) WHERE length(windows) = 8");
        migration.Sql($"UPDATE reservations SET windows = unhex({Share(1)} || {Share(9)}) WHERE length(windows) = 16");
        foreach (var start in (string[])["ended_at / 900000000 * 900000000", "0"])
        {
            migration.Sql($"""
                INSERT INTO usage_sums (starts_at, user_id, upstream_id, model_id, entries, failures, input, cache_read, cache_write5m, cache_write1h, output, nano_dollars)
                SELECT {start}, user_id, upstream_id, model_id, sum(kind <> 1), sum(kind <> 2 AND outcome NOT IN (0, 6)), sum(input), sum(cache_read),
                    sum(cache_write5m), sum(cache_write1h), sum(output), sum(nano_dollars)
                FROM token_usage GROUP BY 1, 2, 3, 4
                """);
        }
    }

    /// <summary>An entry that posts an attempt counts one request, which is the column's default; others count none.</summary>
    public static void ToMetering(MigrationBuilder migration) => migration.Sql("UPDATE token_usage SET requests = 0 WHERE kind <> 0");

    /// <summary>There were sums, and no totals of them.</summary>
    public static void ToUsageTotals(MigrationBuilder migration)
    {
        const string Counts = "entries, failures, input, cache_read, cache_write5m, cache_write1h, output, nano_dollars, "
            + "first_bytes, first_byte_microseconds, streamed_microseconds, streamed_output";
        const string Day = "starts_at / 86400000000 * 86400000000";
        var added = string.Join(", ", Counts.Split(", ").Select(count => $"sum({count})"));
        foreach (var (kind, start, subject, upstream, model) in new[]
        {
            (UsageTotalKind.Quarter, "starts_at", "zeroblob(16)", "0", "0"),
            (UsageTotalKind.UserDay, Day, "user_id", "0", "0"),
            (UsageTotalKind.ModelDay, Day, "zeroblob(16)", "upstream_id", "model_id"),
        })
        {
            migration.Sql($"""
                INSERT INTO usage_totals (kind, starts_at, subject_id, upstream_id, model_id, {Counts})
                SELECT {(int)kind}, {start}, {subject}, {upstream}, {model}, {added} FROM usage_sums WHERE starts_at > 0 GROUP BY 2, 3, 4, 5
                """);
        }
    }

    /// <summary>The window's eight bytes as they are, and its amount in eight more, little-endian: SQLite writes numbers as hex with the large end first.</summary>
    private static string Share(int first)
    {
        const string Amount = "printf('%016x', input + output)";
        var turned = string.Join(" || ", Enumerable.Range(0, 8).Select(i => $"substr({Amount}, {15 - (2 * i)}, 2)"));
        return $"hex(substr(windows, {first}, 8)) || {turned}";
    }
}
