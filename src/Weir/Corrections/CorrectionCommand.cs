using System.CommandLine;
using Weir.Proxy.Metering;
using Weir.Storage.Ledger.Corrections;
using Weir.Storage.Model;

namespace Weir.Corrections;

/// <summary><c>weir ledger correct</c>: works beside a Weir that serves, which sees the change before it writes again.</summary>
internal static class CorrectionCommand
{
    private const int Failed = 1;

    private static readonly Argument<long> Entry = new("entry") { Description = "The id of the entry, as GET /admin/api/usage and \"weir ledger export\" show it." };

    private static readonly Option<string> Reason = new("--reason") { Description = "Why, in 1 to 500 characters.", Required = true };

    private static readonly Option<long?> Input = Count("--input", "Input that was neither read from a cache nor written to one");

    private static readonly Option<long?> CacheRead = Count("--cache-read", "Input read from a cache");

    private static readonly Option<long?> CacheWrite5m = Count("--cache-write-5m", "Input written to a cache that lives five minutes");

    private static readonly Option<long?> CacheWrite1h = Count("--cache-write-1h", "Input written to a cache that lives an hour");

    private static readonly Option<long?> Output = Count("--output", "Output");

    private static readonly Option<long?> NanoDollars = new("--nano-dollars") { Description = "What it cost; left out, the cost follows the counts in the attempt's own price." };

    private static readonly Option<long?> Requests = new("--requests") { Description = "1 when it counts as a request, 0 when it doesn't." };

    /// <param name="services">Builds what the command works with: the store.</param>
    public static Command Create(Func<ParseResult, CancellationToken, Task<ServiceProvider>> services)
    {
        var correct = new Command(
            "correct",
            "Say what an attempt really used, and why: a further entry makes up the difference. Whole figures, not differences; what is left out stays. Works while Weir serves.")
        {
            Entry, Reason, Input, CacheRead, CacheWrite5m, CacheWrite1h, Output, NanoDollars, Requests,
        };
        correct.SetAction(async (parsed, cancellationToken) =>
        {
            await using var provider = await services(parsed, cancellationToken);
            return await CorrectAsync(
                provider, parsed.GetValue(Entry), Request(parsed), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, cancellationToken);
        });
        return correct;
    }

    /// <returns>The exit code: 0 when the attempt stands as it was asked for.</returns>
    internal static async Task<int> CorrectAsync(
        IServiceProvider services, long entry, CorrectRequest request, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<WeirDbContext>();
        var (correction, refusal) = await CorrectionDesk.PrepareAsync(db, entry, request, madeBy: null, cancellationToken);
        try
        {
            var done = correction is null ? null : await services.GetRequiredService<LedgerCorrections>().CorrectAloneAsync(correction) as CorrectionResult.Done;
            await (done is null ? error.WriteLineAsync((refusal ?? CorrectionDesk.Gone(entry)).Error) : output.WriteLineAsync(Say(done)));
            return done is null ? Failed : 0;
        }
        catch (LedgerUnavailableException unavailable)
        {
            await error.WriteLineAsync($"{unavailable.Message} Run the command again: it corrects once at the most.");
            return Failed;
        }
    }

    private static string Say(CorrectionResult.Done done)
    {
        var made = done.Entry is { } entry ? $"Corrected by entry {entry}" : "Nothing had to be corrected";
        return $"{made}. The attempt counts {done.Usage.TotalInput:N0} tokens of input, {done.Usage.Output:N0} of output, {done.NanoDollars:N0} nano-dollars and {done.Requests} requests.";
    }

    private static CorrectRequest Request(ParseResult parsed) => new()
    {
        Reason = parsed.GetValue(Reason),
        InputTokens = parsed.GetValue(Input),
        CacheReadTokens = parsed.GetValue(CacheRead),
        CacheWrite5mTokens = parsed.GetValue(CacheWrite5m),
        CacheWrite1hTokens = parsed.GetValue(CacheWrite1h),
        OutputTokens = parsed.GetValue(Output),
        NanoDollars = parsed.GetValue(NanoDollars),
        Requests = parsed.GetValue(Requests),
    };

    private static Option<long?> Count(string name, string what) => new(name) { Description = $"{what}, in tokens." };
}
