using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Weir.Databases;
using Weir.Exports;
using Weir.IntegrationTests.Accounts;
using Weir.IntegrationTests.Running;
using Weir.IntegrationTests.Usage;
using Weir.Storage.Model;
using Weir.TestKit;
using Xunit;

namespace Weir.IntegrationTests.Exports;

public sealed class ExportEndpointsTests(UsageFixture fixture) : IClassFixture<UsageFixture>
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Export_Csv_HasALineOfNamesAndOneForEachEntry()
    {
        using var account = await fixture.Host.AddAccountAsync("carl", null, CancellationToken);
        await fixture.UseAsync(account, "anthropic", "claude-x", new(10, 20, 30, 40, 5));
        await fixture.UseAsync(account, "anthropic", "claude-x", new(1, 0, 0, 0, 2), isVoid: true);

        using var response = await fixture.Host.Admin.GetAsync(new Uri($"/admin/api/exports/usage?user={account.Id}", UriKind.Relative), CancellationToken);
        var rows = Rows(await response.Content.ReadAsStringAsync(CancellationToken));

        Assert.Equal("text/csv; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Matches("^attachment; filename=\"?weir-usage-[0-9]{4}-[0-9]{2}-[0-9]{2}\\.csv\"?$", response.Content.Headers.ContentDisposition?.ToString());
        Assert.Equal(["posted", "voided"], rows.Select(row => row["kind"]));
        var posted = rows[0];
        Assert.Equal(
            ("carl", "claude-x", "anthropic", "10", "20", "30", "40", "5", "1"),
            (posted["username"], posted["model"], posted["upstream"], posted["input_tokens"], posted["cache_read_tokens"], posted["cache_write_5m_tokens"], posted["cache_write_1h_tokens"], posted["output_tokens"], posted["requests"]));
        Assert.Equal(account.Id, Guid.Parse(posted["user_id"]));
        Assert.True(DateTimeOffset.Parse(posted["ended_at"], System.Globalization.CultureInfo.InvariantCulture) > TimeProvider.System.GetUtcNow().AddHours(-1));
    }

    [Fact]
    public async Task Export_JsonLines_HasTheSameFieldsInSnakeCase()
    {
        using var account = await fixture.Host.AddAccountAsync("jana", null, CancellationToken);
        await fixture.UseAsync(account, "anthropic", "größe \"x\"", new(10, 20, 30, 40, 5));

        var csv = Rows(await GetAsync(account.Client, "/api/inference/usage/export"))[0];
        var lines = (await GetAsync(account.Client, "/api/inference/usage/export?format=jsonl")).Split('\n');

        Assert.Equal(["{", ""], lines.Select(line => line.Length == 0 ? "" : line[..1]));
        Assert.Contains("größe \\\"x\\\"", lines[0], StringComparison.Ordinal);
        var json = JsonElement.Parse(lines[0]);
        Assert.Equal(csv.Keys, json.EnumerateObject().Select(property => property.Name));
        Assert.Equal("größe \"x\"", json.GetProperty("model").GetString());
        Assert.Equal(csv["model"], json.GetProperty("model").GetString());
        Assert.Equal(csv["entry"], json.GetProperty("entry").GetRawText());
    }

    [Fact]
    public async Task Export_TextThatIsAFormula_IsDisarmedInCsvAndLeftInJson()
    {
        using var account = await fixture.Host.AddAccountAsync("fred", null, CancellationToken);
        string[] models = ["=HYPERLINK(\"http://x\")", "+1", "-1", "@SUM(A1)", "\tx", "two\r\nlines, and more"];
        foreach (var model in models)
        {
            await fixture.UseAsync(account, "anthropic", model, new(1, 0, 0, 0, 1));
        }

        var text = await GetAsync(account.Client, "/api/inference/usage/export");
        var json = (await GetAsync(account.Client, "/api/inference/usage/export?format=jsonl")).TrimEnd('\n').Split('\n');

        Assert.Equal(models.Take(5).Select(model => "'" + model).Append(models[5]), Rows(text).Select(row => row["model"]));
        Assert.Contains("\"'=HYPERLINK(\"\"http://x\"\")\"", text, StringComparison.Ordinal);
        Assert.Equal(models, json.Select(line => JsonElement.Parse(line).GetProperty("model").GetString()));
    }

    [Fact]
    public async Task Export_Selected_HasThoseAlone()
    {
        using var one = await fixture.Host.AddAccountAsync("sel1", null, CancellationToken);
        using var two = await fixture.Host.AddAccountAsync("sel2", null, CancellationToken);
        await fixture.UseAsync(one, "sel-a", "m1", new(1, 0, 0, 0, 0));
        await fixture.UseAsync(one, "sel-b", "m2", new(2, 0, 0, 0, 0));
        await fixture.UseAsync(two, "sel-a", "m2", new(3, 0, 0, 0, 0));
        var tomorrow = TimeProvider.System.GetUtcNow().AddDays(1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(["1", "3"], await InputsAsync("upstream=sel-a"));
        Assert.Equal(["2"], await InputsAsync($"user={one.Id}&model=m2"));
        Assert.Equal(["1", "2"], await InputsAsync($"user={one.Id}&to={tomorrow}"));
        Assert.Empty(await InputsAsync($"user={one.Id}&from={tomorrow}"));
        Assert.Empty(await InputsAsync("model=never-heard-of"));
        // Nobody gets at another's by naming them.
        Assert.Equal(["3"], Rows(await GetAsync(two.Client, $"/api/inference/usage/export?user={one.Id}")).Select(row => row["input_tokens"]));
    }

    [Theory]
    [InlineData("format=xlsx", "format")]
    [InlineData("from=yesterday", "from")]
    [InlineData("to=x", "to")]
    public async Task Export_WrongQuery_Is400(string query, string names)
    {
        var (status, json) = await fixture.Host.Admin.AskAsync("GET", $"/admin/api/exports/usage?{query}");

        Assert.Equal(400, status);
        Assert.Contains(names, json.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_Correction_TellsAdministratorsWhyAndNotTheUser()
    {
        using var account = await fixture.Host.AddAccountAsync("kora", null, CancellationToken);
        await fixture.UseAsync(account, "anthropic", "claude", new(100, 0, 0, 0, 50));
        var entry = Rows(await GetAsync(account.Client, "/api/inference/usage/export"))[0]["entry"];
        await fixture.Host.Admin.AskAsync("POST", $"/admin/api/usage/{entry}/corrections", new { reason = "why, \"so\"", output_tokens = 20 });

        var own = Rows(await GetAsync(account.Client, "/api/inference/usage/export"))[1];
        var all = Rows(await GetAsync(fixture.Host.Admin, $"/admin/api/exports/usage?user={account.Id}"))[1];

        Assert.Equal(("correction", "-30", ""), (own["kind"], own["output_tokens"], own["reason"]));
        Assert.Equal("why, \"so\"", all["reason"]);
        Assert.NotEqual("", all["corrected_by"]);
    }

    [Fact]
    public async Task Export_WhileItRuns_KeepsDetailsFromBecomingSums()
    {
        await GetAsync(fixture.Host.Admin, "/admin/api/exports/usage?user=00000000-0000-7000-8000-000000000000");

        await using var scope = fixture.Host.Services.CreateAsyncScope();
        var state = await scope.ServiceProvider.GetRequiredService<WeirDbContext>().Retention.AsNoTracking().SingleAsync(CancellationToken);
        Assert.True(state.HeldUntil > TimeProvider.System.GetUtcNow().AddMinutes(3));
    }

    [Fact]
    public async Task Command_WhileWeirServes_WritesTheFileOfTheEndpointOnce()
    {
        using var account = await fixture.Host.AddAccountAsync("comm", null, CancellationToken);
        await fixture.UseAsync(account, "anthropic", "claude", new(1, 0, 0, 0, 1));
        using var folder = new TempFolder();
        var file = new FileInfo(Path.Combine(folder.Path, "usage.csv"));
        await using var services = await ExistingStorage.OpenAsync(fixture.Host.Settings, CancellationToken);
        await using var error = new StringWriter();
        var selection = new ExportSelection { User = account.Id, IsForAdministrator = true };

        var first = await ExportCommand.ExportAsync(services, selection, file, error, CancellationToken);
        var second = await ExportCommand.ExportAsync(services, selection, file, error, CancellationToken);

        Assert.Equal((0, 1), (first, second));
        Assert.Equal(await GetAsync(fixture.Host.Admin, $"/admin/api/exports/usage?user={account.Id}"), await File.ReadAllTextAsync(file.FullName, CancellationToken));
        Assert.Contains("Exported 1 entries.", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("cannot be written", error.ToString(), StringComparison.Ordinal);
    }

    private async Task<IEnumerable<string>> InputsAsync(string query) =>
        Rows(await GetAsync(fixture.Host.Admin, $"/admin/api/exports/usage?{query}")).Select(row => row["input_tokens"]);

    private static async Task<string> GetAsync(HttpClient client, string path) => await client.GetStringAsync(new Uri(path, UriKind.Relative), CancellationToken);

    /// <summary>Reads CSV as RFC 4180 has it.</summary>
    private static List<Dictionary<string, string>> Rows(string csv)
    {
        var (records, record, field, isQuoted) = (new List<List<string>>(), new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < csv.Length; i++)
        {
            if (isQuoted)
            {
                if (csv[i] != '"')
                {
                    field.Append(csv[i]);
                }
                else if (i + 1 < csv.Length && csv[i + 1] == '"')
                {
                    field.Append(csv[i++]);
                }
                else
                {
                    isQuoted = false;
                }
            }
            else if (csv[i] == '"')
            {
                isQuoted = true;
            }
            else if (csv[i] is ',' or '\n')
            {
                record.Add(field.ToString().TrimEnd('\r'));
                field.Clear();
                if (csv[i] == '\n')
                {
                    records.Add(record);
                    record = [];
                }
            }
            else
            {
                field.Append(csv[i]);
            }
        }

        Assert.All(records, fields => Assert.Equal(records[0].Count, fields.Count));
        return [.. records.Skip(1).Select(fields => records[0].Zip(fields).ToDictionary(pair => pair.First, pair => pair.Second))];
    }
}
