using Weir.Accounting;
using Weir.Storage.Tests.Ledger.Writing;

namespace Weir.Storage.Tests.Ledger.Verification;

public sealed class LedgerVerifierTests
{
    [Fact]
    public async Task Verify_SoundLedger_IsCleanAndSaysWhatItRead()
    {
        await using var harness = await FilledAsync();

        var report = await harness.VerifyAsync();

        Assert.Empty(report.Faults);
        Assert.Equal((1, 2, 1), (report.Windows, report.Entries, report.Pending));
    }

    [Theory]
    [InlineData("UPDATE budget_windows SET posted = posted + 1", "posted tokens")]
    [InlineData("UPDATE budget_windows SET pending = 0", "pending tokens")]
    [InlineData("UPDATE token_usage SET output = output + 1 WHERE kind = 0", "posted tokens")]
    [InlineData("UPDATE usage_sums SET output = output + 1", "usage sum of user")]
    [InlineData("UPDATE usage_sums SET first_bytes = first_bytes + 1", "usage sum of user")]
    [InlineData("UPDATE token_usage SET last_byte_microseconds = last_byte_microseconds + 1 WHERE kind = 0", "usage sum of user")]
    [InlineData("DELETE FROM usage_sums", "no usage sum of user")]
    [InlineData("UPDATE usage_totals SET output = output + 1 WHERE kind = 0", "usage total of the quarter of an hour from")]
    [InlineData("UPDATE usage_totals SET failures = failures + 1 WHERE kind = 1", "usage total of user")]
    [InlineData("UPDATE usage_totals SET starts_at = starts_at - 86400000000 WHERE kind = 2", "usage total of upstream")]
    [InlineData("DELETE FROM usage_totals", "is missing; its sums add up to")]
    [InlineData("UPDATE token_usage SET output = 1 WHERE kind = 1", "is voided but counts")]
    [InlineData("UPDATE token_usage SET overrun = 5 WHERE kind = 0", "overrun")]
    [InlineData("UPDATE token_usage SET kind = 2 WHERE kind = 0", "never posted")]
    [InlineData("UPDATE token_usage SET windows = x'0900000000000000' WHERE kind = 0", "none exists")]
    [InlineData("DELETE FROM token_usage WHERE kind = 0", "posted tokens")]
    [InlineData("UPDATE reservations SET id = (SELECT attempt_id FROM token_usage LIMIT 1)", "is open")]
    [InlineData("DROP INDEX ix_token_usage_attempt_id; UPDATE token_usage SET attempt_id = (SELECT attempt_id FROM token_usage LIMIT 1)", "more than once")]
    public async Task Verify_PlantedDamage_IsFound(string damage, string finding)
    {
        await using var harness = await FilledAsync();
        await harness.ExecuteAsync(damage);

        var report = await harness.VerifyAsync();

        Assert.Contains(report.Faults, fault => fault.Contains(finding, StringComparison.Ordinal));
        Assert.False(report.IsClean);
    }

    [Fact]
    public async Task Verify_WhileOthersWrite_SeesOneMoment()
    {
        await using var harness = await FilledAsync();
        var budget = await harness.AddBudgetAsync(null);
        var writing = Task.WhenAll(Enumerable.Range(0, 500).Select(async _ =>
        {
            await Task.Yield();
            var request = harness.Request(10, 10, budget);
            await harness.GrantAsync(request);
            await harness.Ledger.SettleAsync(harness.Posted(request.Attempt, 5, 5));
        }));

        do
        {
            Assert.Empty((await harness.VerifyAsync()).Faults);
        }
        while (!writing.IsCompleted);

        await writing;
    }

    private static async Task<LedgerHarness> FilledAsync()
    {
        var harness = await LedgerHarness.StartAsync();
        var budget = await harness.AddBudgetAsync(1_000);
        var (posted, voided, open) = (harness.Request(10, 10, budget), harness.Request(10, 10, budget), harness.Request(10, 10, budget));
        await harness.GrantAsync(posted);
        await harness.GrantAsync(voided);
        await harness.GrantAsync(open);
        await harness.Ledger.SettleAsync(harness.Posted(posted.Attempt, 10, 5));
        await harness.Ledger.SettleAsync(harness.Voided(voided.Attempt));
        return harness;
    }
}
