using System.Globalization;
using Weir.Bench.Upstream;

if (args is not [var port])
{
    await Console.Error.WriteLineAsync("Usage: Weir.Bench.Upstream <port>");
    return 2;
}

await UpstreamEmulator.RunAsync(int.Parse(port, CultureInfo.InvariantCulture));
return 0;
