using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Weir.Bench.Usage;
using Weir.TestKit.Processes;

// How long what shows usage takes on a large ledger, by HTTP from a host of its own, what an entry takes on the disk, and what an admission costs
// beside one on an empty database. Run it in Release.
if (BenchOptions.Read(args) is not { } options)
{
    Console.Error.WriteLine(BenchOptions.Usage);
    return 1;
}

const string password = "a bench without a back";
await using IBenchStore store = options.Store == BenchOptions.Postgres ? await PostgresStore.StartAsync() : new SqliteStore();
var administrator = await FillAsync();
await EndpointsAsync();
await AdmissionsAsync();
return 0;

async Task<string> FillAsync()
{
    var started = Stopwatch.GetTimestamp();
    await using var seed = await ProcessUnderTest.RunAsync(
        Launch("demo", "seed", "--users", $"{options.Users}", "--entries", $"{options.Entries}", "--password", password), CancellationToken.None);
    if (seed.ExitCode != 0)
    {
        throw new InvalidOperationException(seed.Output);
    }

    Say($"Filled and verified {options.Entries:N0} entries of {options.Users:N0} users in {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s: {(double)await store.SizeAsync() / options.Entries:F0} bytes an entry, indexes and sums included.");
    return Regex.Match(seed.Output, @"sign in as ([^,.\s]+)").Groups[1].Value;
}

async Task EndpointsAsync()
{
    await using var weir = await ProcessUnderTest.StartAsync(Launch(), CancellationToken.None);
    using var admin = new HttpClient { BaseAddress = weir.Address };
    await PostAsync(admin, "/auth/login", new() { ["username"] = administrator, ["password"] = password });
    // The administrator uses more than most.
    var me = await admin.GetFromJsonAsync<JsonElement>("/auth/me");
    var user = me.GetProperty("user").GetProperty("id").GetString()!;
    var middle = options.Entries / 2;
    string[] endpoints =
    [
        "/api/inference/usage",
        $"/api/inference/usage?limit=1000&before={middle}",
        "/api/inference/usage/stats",
        "/admin/api/usage",
        $"/admin/api/usage?limit=1000&before={middle}",
        $"/admin/api/usage/{user}",
        "/admin/api/requests?limit=50",
        $"/admin/api/requests?limit=50&user={user}&outcome=failed",
        "/admin/api/overview?range=today",
        "/admin/api/overview?range=7d",
        "/admin/api/overview?range=90d",
    ];
    Say($"\n| endpoint | p50 ms | p95 ms | goal | reached |\n|---|---:|---:|---|---|");
    foreach (var path in endpoints)
    {
        var latencies = await EndpointLoad.RunAsync(admin, path, options.Requests);
        Say($"| `{path.Replace(user, "{user}", StringComparison.Ordinal)}` | {latencies.At(0.5):F1} | {latencies.At(0.95):F1} | p95 < 200 | {(latencies.At(0.95) < 200 ? "yes" : "no")} |");
    }
}

async Task AdmissionsAsync()
{
    await using var there = await AdmissionLoad.StartAsync(store.AddFilled);
    await using var here = await AdmissionLoad.StartAsync(store.AddEmpty);
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

LaunchSettings Launch(params string[] arguments)
{
    var settings = new LaunchSettings { DataFolder = store.Folder, Arguments = arguments, StartPatience = TimeSpan.FromMinutes(2) };
    foreach (var (name, value) in store.Environment)
    {
        settings.Environment.Add(name, value);
    }

    return settings;
}

static async Task PostAsync(HttpClient client, string path, Dictionary<string, string> body)
{
    using var answer = await client.PostAsJsonAsync(path, body);
    if (!answer.IsSuccessStatusCode)
    {
        throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }
}

static FormattableString Row(string name, List<(double Filled, double Empty)> rounds, string goal)
{
    double Middle(Func<(double Filled, double Empty), double> figure) => rounds.Select(figure).Order().ElementAt(rounds.Count / 2);
    return $"| {name} | {Middle(round => round.Empty):F3} | {Middle(round => round.Filled):F3} | {Middle(round => round.Filled / round.Empty):F2} | {goal} |";
}

static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
