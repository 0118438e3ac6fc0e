using System.Diagnostics;
using System.Globalization;
using Weir.Bench.Usage;

// How long the pages of usage take on a large ledger, by HTTP from a host of its own, what an entry takes on the disk, and what an admission costs
// beside one on an empty database. Run it in Release.
if (BenchOptions.Read(args) is not { } options)
{
    Console.Error.WriteLine(BenchOptions.Usage);
    return 1;
}

var folder = Directory.CreateTempSubdirectory("weir-bench-usage-");
try
{
    var data = folder.CreateSubdirectory("filled").FullName;
    var filled = new BenchDatabase(Path.Combine(data, "weir.db"));
    string key;
    await using (var weir = await WeirProcess.StartAsync(data))
    {
        // The first user is the administrator, so the bench's own entries are those that a session and a key of hers reach.
        key = (await weir.PostAsync("/api/keys", new() { ["name"] = "bench" })).GetProperty("key").GetString()!;
    }

    var users = await filled.AddUsersAsync(options.Users);
    var started = Stopwatch.GetTimestamp();
    var bytes = new SqliteSeed(filled, users).Fill(options.Entries);
    Say($"Filled with {options.Entries:N0} entries of {users.Count:N0} users in {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s: {(double)bytes / options.Entries:F0} bytes an entry, indexes and sums included.");
    if (options.Verify > 0)
    {
        started = Stopwatch.GetTimestamp();
        await WeirProcess.RunAsync(data, "ledger", "verify");
        Say($"Verified in {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s.");
    }

    await EndpointsAsync(data, key, users[0].Id);
    await AdmissionsAsync(filled, users);
    return 0;
}
finally
{
    folder.Delete(recursive: true);
}

async Task EndpointsAsync(string data, string key, Guid user)
{
    await using var weir = await WeirProcess.StartAsync(data);
    using var own = new HttpClient { BaseAddress = weir.Client.BaseAddress };
    own.DefaultRequestHeaders.Add("x-api-key", key);
    var middle = options.Entries / 2;
    (HttpClient Client, string Path)[] endpoints =
    [
        (own, "/api/inference/usage"),
        (own, $"/api/inference/usage?limit=1000&before={middle}"),
        (own, "/api/inference/usage/stats"),
        (weir.Client, "/admin/api/usage"),
        (weir.Client, $"/admin/api/usage?limit=1000&before={middle}"),
        (weir.Client, $"/admin/api/usage/{user}"),
    ];
    Say($"\n| endpoint | p50 ms | p95 ms | goal | reached |\n|---|---:|---:|---|---|");
    foreach (var (client, path) in endpoints)
    {
        var latencies = await EndpointLoad.RunAsync(client, path, options.Requests);
        Say($"| `{path.Replace(user.ToString(), "{user}", StringComparison.Ordinal)}` | {latencies.At(0.5):F1} | {latencies.At(0.95):F1} | p95 < 200 | {(latencies.At(0.95) < 200 ? "yes" : "no")} |");
    }
}

async Task AdmissionsAsync(BenchDatabase filled, IReadOnlyList<BenchUser> users)
{
    var empty = new BenchDatabase(Path.Combine(folder.CreateSubdirectory("empty").FullName, "weir.db"));
    await empty.MigrateAsync();
    await using var there = new AdmissionLoad(filled, users);
    await using var here = new AdmissionLoad(empty, await empty.AddUsersAsync(users.Count));
    await there.StartAsync();
    await here.StartAsync();
    await there.RoundAsync(); // warms up
    await here.RoundAsync();
    var rounds = new List<((double Admission, double Pair) Filled, (double Admission, double Pair) Empty)>();
    for (var round = 0; round < options.Rounds; round++)
    {
        rounds.Add((await there.RoundAsync(), await here.RoundAsync()));
    }

    Say($"\n| | empty ms | filled ms | ratio | goal |\n|---|---:|---:|---:|---|");
    Say(Row("admission", rounds.Select(round => (round.Filled.Admission, round.Empty.Admission)).ToList(), "≤ 1.05"));
    Say(Row("admission and settlement", rounds.Select(round => (round.Filled.Pair, round.Empty.Pair)).ToList(), ""));
}

static FormattableString Row(string name, List<(double Filled, double Empty)> rounds, string goal)
{
    double Middle(Func<(double Filled, double Empty), double> figure) => rounds.Select(figure).Order().ElementAt(rounds.Count / 2);
    return $"| {name} | {Middle(round => round.Empty):F3} | {Middle(round => round.Filled):F3} | {Middle(round => round.Filled / round.Empty):F2} | {goal} |";
}

static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
