using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Weir.Accounting;
using Weir.Corrections;
using Weir.Databases;
using Weir.IntegrationTests.Accounts;
using Weir.IntegrationTests.Running;
using Weir.IntegrationTests.Usage;
using Weir.Storage.Ledger.Verification;
using Weir.Storage.Model;
using Xunit;

namespace Weir.IntegrationTests.Corrections;

public sealed class CorrectionEndpointsTests(UsageFixture fixture) : IClassFixture<UsageFixture>
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Correction_MadeTwice_IsMadeOnceAndShownToTheUserAndWhyToAdministrators()
    {
        using var account = await fixture.Host.AddAccountAsync("cora", null, CancellationToken);
        await fixture.UseAsync(account, "anthropic", "claude", new(100, 0, 0, 0, 50));
        var entry = await LastEntryAsync(account);

        var (first, made) = await CorrectAsync(entry, new { reason = " the upstream counted wrongly ", input_tokens = 40, output_tokens = 60 });
        var (second, again) = await CorrectAsync(entry, new { reason = "the upstream counted wrongly", input_tokens = 40, output_tokens = 60 });

        Assert.Equal((201, 200), (first, second));
        Assert.Equal((40, 60), (made.GetProperty("input_tokens").GetInt64(), made.GetProperty("output_tokens").GetInt64()));
        Assert.Equal(JsonValueKind.Null, again.GetProperty("entry").ValueKind);
        var own = (await account.Client.AskAsync("GET", "/api/inference/usage")).Json;
        Assert.Equal(100, own.GetProperty("total_tokens").GetInt64());
        Assert.Equal("""["correction",-50]""", Line(own, "kind", "total_tokens"));
        Assert.False(own.GetProperty("usage_history")[0].TryGetProperty("correction", out _));
        var all = (await fixture.Host.Admin.AskAsync("GET", $"/admin/api/usage/{account.Id}")).Json;
        var note = all.GetProperty("usage_history")[0].GetProperty("correction");
        Assert.Equal(made.GetProperty("entry").GetInt64(), all.GetProperty("usage_history")[0].GetProperty("entry").GetInt64());
        Assert.Equal("the upstream counted wrongly", note.GetProperty("reason").GetString());
        Assert.NotEqual(Guid.Empty, note.GetProperty("made_by").GetGuid());
        Assert.Equal(100, all.GetProperty("total_tokens").GetInt64());
        await VerifyAsync();
    }

    [Theory]
    [InlineData("""{"output_tokens":1}""", "reason")]
    [InlineData("""{"reason":"  ","output_tokens":1}""", "reason")]
    [InlineData("""{"reason":"r"}""", "output_tokens")]
    [InlineData("""{"reason":"r","output_tokens":-1}""", "output_tokens")]
    [InlineData("""{"reason":"r","requests":2}""", "requests")]
    [InlineData("""{"reason":"r","input_tokens":1000000000001}""", "input_tokens")]
    [InlineData("""{"reason":"r","input":1}""", "input")]
    public async Task Correction_OfNothingOrWithoutReason_Is400(string body, string names)
    {
        using var account = await fixture.Host.AddAccountAsync($"u{Guid.CreateVersion7():N}"[..20], null, CancellationToken);
        await fixture.UseAsync(account, "anthropic", "claude", new(100, 0, 0, 0, 50));

        var (status, answer) = await fixture.Host.Admin.AskAsync("POST", $"/admin/api/usage/{await LastEntryAsync(account)}/corrections", body);

        Assert.Equal(400, status);
        Assert.Contains(names, answer.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Correction_LongReason_Is400AndTheLongestIsTaken()
    {
        using var account = await fixture.Host.AddAccountAsync("lara", null, CancellationToken);
        await fixture.UseAsync(account, "anthropic", "claude", new(100, 0, 0, 0, 50));
        var entry = await LastEntryAsync(account);

        Assert.Equal(400, (await CorrectAsync(entry, new { reason = new string('r', 501), output_tokens = 1 })).Status);
        Assert.Equal(201, (await CorrectAsync(entry, new { reason = new string('r', 500), output_tokens = 1 })).Status);
    }

    [Fact]
    public async Task Correction_OfUnknownEntry_Is404()
    {
        var (status, answer) = await CorrectAsync(999_999_999, new { reason = "r", output_tokens = 1 });

        Assert.Equal(404, status);
        Assert.Contains("Weir__RetentionDays", answer.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_WhileWeirServes_CorrectsAndSaysWhatTheAttemptCountsNow()
    {
        using var account = await fixture.Host.AddAccountAsync("cleo", 10_000, CancellationToken);
        await fixture.UseAsync(account, "anthropic", "claude", new(100, 0, 0, 0, 50));
        var entry = await LastEntryAsync(account);

        var (code, output, _) = await RunAsync(entry, new() { Reason = "r", OutputTokens = 5 });
        var (failed, _, complaint) = await RunAsync(999_999_999, new() { Reason = "r", OutputTokens = 5 });
        await fixture.UseAsync(account, "anthropic", "claude", new(1, 0, 0, 0, 1));

        Assert.Equal((0, 1), (code, failed));
        Assert.Contains("100 tokens of input, 5 of output", output, StringComparison.Ordinal);
        Assert.Contains("There is no entry 999999999", complaint, StringComparison.Ordinal);
        Assert.Equal(107, (await account.Client.AskAsync("GET", "/api/inference/usage")).Json.GetProperty("total_tokens").GetInt64());
        await VerifyAsync();
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(long entry, CorrectRequest request)
    {
        await using var services = await ExistingStorage.OpenAsync(fixture.Host.Settings, CancellationToken);
        await using StringWriter output = new(), error = new();
        var code = await CorrectionCommand.CorrectAsync(services, entry, request, output, error, CancellationToken);
        return (code, output.ToString(), error.ToString());
    }

    private Task<(int Status, JsonElement Json)> CorrectAsync(long entry, object body) =>
        fixture.Host.Admin.AskAsync("POST", $"/admin/api/usage/{entry}/corrections", body);

    private async Task<long> LastEntryAsync(Account account)
    {
        var answer = (await fixture.Host.Admin.AskAsync("GET", $"/admin/api/usage/{account.Id}?limit=1")).Json;
        return answer.GetProperty("usage_history")[0].GetProperty("entry").GetInt64();
    }

    private async Task VerifyAsync()
    {
        var contexts = fixture.Host.Services.GetRequiredService<IDbContextFactory<WeirDbContext>>();
        Assert.Empty((await new LedgerVerifier(contexts).VerifyAsync(CancellationToken)).Faults);
    }

    private static string Line(JsonElement answer, params string[] names) =>
        $"[{string.Join(",", names.Select(name => answer.GetProperty("usage_history")[0].GetProperty(name).GetRawText()))}]";
}
