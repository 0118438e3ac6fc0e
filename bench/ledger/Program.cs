using System.Runtime.InteropServices;
using Weir.Bench.Ledger;

// How many reserve-and-settle pairs a second the ledger makes durable, and how long one takes, beside a bare loop that changes the same
// rows in commits of the same size. Run it in Release.
if (args is [Worker.Word, var url])
{
    return await Worker.RunAsync(url);
}

if (BenchOptions.Read(args) is not { } options)
{
    Console.Error.WriteLine(BenchOptions.Usage);
    return 1;
}

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    if (options.Sqlite)
    {
        await using var engine = new SqliteBench();
        await new BenchRun(engine, options, stop.Token).RunAsync();
    }

    if (options.Postgres)
    {
        await using var engine = options.Url is { } server ? await PostgresBench.CreateAsync(server, stop.Token) : await PostgresBench.StartServerAsync(stop.Token);
        await new BenchRun(engine, options, stop.Token).RunAsync();
    }

    return 0;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 130;
}

// What is temporary is removed on the way out.
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
