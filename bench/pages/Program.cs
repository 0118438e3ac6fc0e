using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Weir.Bench.Pages;
using Weir.TestKit;
using Weir.TestKit.Processes;
using Weir.Web.Layout;

// How soon pages can be used on a large installation, in a real browser before a Weir of its own, and what an open page costs the server.
// Run it in Release; it fills the installation first, which takes some minutes.
if (BenchOptions.Read(args) is not { } options)
{
    Console.Error.WriteLine(BenchOptions.Usage);
    return 1;
}

const string password = "a long sentence of mine";
using var temporary = new TempFolder();
var folder = options.Data ?? temporary.Path;
Directory.CreateDirectory(folder);
var administrator = await FillAsync();
using var playwright = await Playwright.CreateAsync();
await using var browser = await playwright.Chromium.LaunchAsync(new()
{
    ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium",
    Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
await OnAsync(new(), async (weir, visitor) =>
{
    await ColdAsync(weir, visitor);
    await PagesAsync(visitor);
});
// Its memory is that of what is in use: with a small youngest generation little is garbage that was not collected yet, and what is compiled once only,
// the first pages pay for.
await OnAsync(new() { ["DOTNET_GCgen0size"] = "200000", ["DOTNET_TieredCompilation"] = "0", ["DOTNET_GCgen1size"] = "200000" }, OpenPagesAsync);
return 0;

async Task OnAsync(Dictionary<string, string> environment, Func<ProcessUnderTest, Visitor, Task> measure)
{
    await using var weir = await ProcessUnderTest.StartAsync(new() { DataFolder = folder, Environment = environment }, CancellationToken.None);
    await using var visitor = await Visitor.OpenAsync(browser, weir.Address);
    await visitor.SignInAsync(administrator, password);
    try
    {
        await measure(weir, visitor);
    }
    catch
    {
        Console.Error.WriteLine(weir.Output);
        throw;
    }
}

async Task<string> FillAsync()
{
    if (File.Exists(Path.Combine(folder, "weir.db")))
    {
        // Kept by an earlier run: the same seed makes the same people.
        return "ada";
    }

    var seed = new LaunchSettings
    {
        DataFolder = folder,
        Arguments = ["demo", "seed", "--users", Text(options.Users), "--entries", Text(options.Entries), "--password", password],
    };
    await using var run = await ProcessUnderTest.RunAsync(seed, CancellationToken.None);
    return run.ExitCode == 0 ? Regex.Match(run.Output, @"sign in as ([^,.\s]+)").Groups[1].Value : throw new InvalidOperationException(run.Output);
}

// A browser that has nothing of Weir yet but the session.
async Task ColdAsync(ProcessUnderTest weir, Visitor visitor)
{
    var cookies = await visitor.CookiesAsync();
    var times = new List<TimeSpan>();
    for (var i = 0; i < options.Rounds; i++)
    {
        await using var newcomer = await Visitor.OpenAsync(browser, weir.Address, cookies);
        times.Add(await newcomer.LoadAsync("/", "Home"));
    }

    Say($"From nothing to a usable home page: {Milliseconds(times, .5)} ms at the median, {Milliseconds(times, .95)} ms at p95 (goal: 1,500).\n");
}

async Task PagesAsync(Visitor visitor)
{
    Say("| page | p50 ms | p95 ms | goal | reached |\n|---|---:|---:|---|---|");
    PageLink[] pages = [.. PageLinks.Own, .. PageLinks.Administration];
    var times = pages.ToDictionary(page => page, _ => new List<TimeSpan>());
    for (var i = 0; i < options.Rounds; i++)
    {
        foreach (var page in pages)
        {
            times[page].Add(await visitor.GoAsync(page.Address, page.Name));
        }
    }

    foreach (var page in pages)
    {
        var slow = At(times[page], .95);
        Say($"| {page.Name} (`{page.Address}`) | {Milliseconds(times[page], .5)} | {Milliseconds(times[page], .95)} | < 300 | {(slow.TotalMilliseconds < 300 ? "yes" : "NO")} |");
    }
}

async Task OpenPagesAsync(ProcessUnderTest weir, Visitor visitor)
{
    var cookies = await visitor.CookiesAsync();
    var open = new List<Visitor>();
    try
    {
        // Some pages, each opened several times, pay for what is made once: compiled code, caches, connections.
        const int first = 8;
        for (var i = 0; i < first; i++)
        {
            open.Add(await Visitor.OpenAsync(browser, weir.Address, cookies));
            for (var again = 0; again < first; again++)
            {
                await open[^1].LoadAsync("/admin", "Overview");
            }
        }

        var heap = await visitor.HeapAsync();
        var before = ProcessCost.Of(weir.Id);
        for (var i = 0; i < options.Open; i++)
        {
            open.Add(await Visitor.OpenAsync(browser, weir.Address, cookies));
            await open[^1].LoadAsync("/admin", "Overview");
        }

        var opened = ProcessCost.Of(weir.Id);
        var span = TimeSpan.FromSeconds(60);
        await Task.Delay(span);
        var after = ProcessCost.Of(weir.Id);
        var grown = (await visitor.HeapAsync() - heap) / 1024.0 / options.Open;
        var memory = (after.ResidentBytes - before.ResidentBytes) / 1024.0 / options.Open;
        var core = (after.Processor - opened.Processor) / span / open.Count;
        Say(string.Create(CultureInfo.InvariantCulture, $"\nAn open overview page costs {memory:F0} KiB of resident memory and {grown:F0} KiB of heap (goal: 1,024), and {core * 100:F2} % of a core (goal: 0.5), measured on {options.Open} of them over {span.TotalSeconds:F0} s."));
    }
    finally
    {
        foreach (var window in open)
        {
            await window.DisposeAsync();
        }
    }
}

static TimeSpan At(List<TimeSpan> times, double share) => times.Order().ElementAt((int)Math.Ceiling(share * times.Count) - 1);

static string Milliseconds(List<TimeSpan> times, double share) => At(times, share).TotalMilliseconds.ToString("N0", CultureInfo.InvariantCulture);

static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

static void Say(string line) => Console.WriteLine(line);
