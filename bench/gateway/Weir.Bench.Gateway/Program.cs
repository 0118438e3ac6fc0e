using System.CommandLine;
using System.Net.Sockets;
using Weir.Bench.Gateway;
using Weir.Bench.Gateway.Gateways;
using Weir.Bench.Gateway.Load;

var folder = new Option<string>("--folder") { Description = "Where bench/gateway/run published the gateways to", Required = true };
var rounds = new Option<int?>("--rounds") { Description = "How often each scenario measures each gateway (5; with --quick 2)" };
var seconds = new Option<double?>("--seconds") { Description = "How long one measurement takes (2.5; with --quick 1)" };
var quick = new Option<bool>("--quick") { Description = "A first impression, in two minutes" };
var scenarios = new Option<string[]>("--scenario") { Description = "Only these: json, large, alone, steady, fast, paced, cold", AllowMultipleArgumentsPerToken = true };
var gateways = new Option<string[]>("--gateway") { Description = "Only these: yarp, nginx, weir", AllowMultipleArgumentsPerToken = true };
var markdown = new Option<bool>("--markdown") { Description = "Print the table in Markdown too" };

var command = new RootCommand("Runs Weir, bare YARP and nginx side by side and prints what each costs") { rounds, seconds, quick, scenarios, gateways, markdown, folder };
command.SetAction(async (parsed, cancellationToken) =>
{
    var isQuick = parsed.GetValue(quick);
    var options = new BenchOptions(
        Path.GetFullPath(parsed.GetRequiredValue(folder)),
        parsed.GetValue(rounds) ?? (isQuick ? 2 : 5),
        TimeSpan.FromSeconds(parsed.GetValue(seconds) ?? (isQuick ? 1 : 2.5)),
        parsed.GetValue(scenarios) ?? [],
        parsed.GetValue(gateways) is { Length: > 0 } chosen ? chosen : GatewayNames.All,
        parsed.GetValue(markdown));
    try
    {
        await new BenchRun(options).RunAsync(cancellationToken);
        return 0;
    }
    catch (Exception failure) when (failure is WrongAnswerException or InvalidOperationException or ArgumentException or SocketException or HttpRequestException)
    {
        await Console.Error.WriteLineAsync(failure.Message);
        return 1;
    }
});
return await command.Parse(args).InvokeAsync();
