using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Weir.IntegrationTests.Accounts;
using Weir.IntegrationTests.Running;
using Weir.Live;
using Weir.TestKit.Upstreams;
using Xunit;

namespace Weir.IntegrationTests.Live;

public class LiveEndpointsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tail_WhileRequestsCome_TellsWhatBecomesOfThem()
    {
        await using var upstream = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);
        using var ben = await weir.AddAccountAsync("ben", 10, Cancellation);
        using var tail = await OpenAsync(weir, "");
        using var ofBen = await OpenAsync(weir, $"?user={ben.Id}");

        await Post.SendAsync(weir.Address, Post.Messages(ada.Key, Post.Question(stream: true)), Cancellation);
        await Post.SendAsync(weir.Address, Post.Messages(ben.Key, Post.Question(stream: true)), Cancellation);

        var lines = await ReadAsync(tail, 6);
        Assert.Equal(["arrived", "sent", "first_byte", "ended", "arrived", "refused"], lines.Select(line => Text(line, "stage")));
        Assert.Equal(("ada", "completed", "anthropic"), (Text(lines[3], "username"), Text(lines[3], "outcome"), Text(lines[3], "upstream")));
        Assert.True(lines[3].GetProperty("output_tokens").GetInt64() > 0);
        Assert.Equal(("client_budget_exceeded", "Token limit exceeded", 429), (Text(lines[5], "reason"), Text(lines[5], "error"), lines[5].GetProperty("status").GetInt32()));
        Assert.Equal(["arrived", "refused"], (await ReadAsync(ofBen, 2)).Select(line => Text(line, "stage")));
    }

    [Fact]
    public async Task Tail_OfAnAdministratorWhoSignsOut_Ends()
    {
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        using var other = await weir.SignInAsync("admin", WeirHost.AdminPassword, Cancellation);
        using var response = await other.GetAsync(new Uri("/admin/api/requests/live", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Cancellation);
        await using var stream = await response.Content.ReadAsStreamAsync(Cancellation);

        await other.AskAsync("POST", "/auth/logout");

        using var reader = new StreamReader(stream);
        Assert.DoesNotContain("data:", await reader.ReadToEndAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ends_OfOtherProcesses_AreFoundOnceByTheirEntries()
    {
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        var ada = await weir.AddUserAsync("ada", null, Cancellation);
        var now = TimeProvider.System.GetUtcNow();
        await weir.AddAsync(ada, now, "before");
        var ends = new ElsewhereEnds(weir.Services.GetRequiredService<IServiceScopeFactory>());
        Assert.Empty(await ends.LookAsync(Cancellation));

        var told = await weir.AddAsync(ada, now, "here");
        ends.Told(told.Value);
        await weir.AddAsync(ada, now, "there");
        await weir.AddAsync(ada, now, "there too");

        var lines = await ends.LookAsync(Cancellation);
        Assert.Equal([("there", "ada", true), ("there too", "ada", true)], lines.Select(line => (line.Model!, line.Username!, line.IsElsewhere)));
        Assert.Empty(await ends.LookAsync(Cancellation));
    }

    private static async Task<StreamReader> OpenAsync(WeirHost weir, string query)
    {
        var stream = await weir.Admin.GetStreamAsync(new Uri($"/admin/api/requests/live{query}", UriKind.Relative), Cancellation);
        var reader = new StreamReader(stream);
        // The first comment says that it listens.
        Assert.Equal(":", await reader.ReadLineAsync(Cancellation));
        return reader;
    }

    private static async Task<List<JsonElement>> ReadAsync(StreamReader reader, int count)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        var lines = new List<JsonElement>();
        while (lines.Count < count)
        {
            var line = await reader.ReadLineAsync(patience.Token) ?? throw new InvalidOperationException("The tail ended.");
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                lines.Add(JsonElement.Parse(line["data: ".Length..]));
            }
        }

        return lines;
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
