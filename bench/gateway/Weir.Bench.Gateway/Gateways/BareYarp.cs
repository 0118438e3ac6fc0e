using System.Diagnostics;

namespace Weir.Bench.Gateway.Gateways;

/// <summary>YARP with its defaults and nothing else: what a proxy in .NET costs before it does anything.</summary>
internal sealed class BareYarp(string folder, int port, int upstream) : RunningGateway(GatewayNames.Yarp, port)
{
    protected override ProcessStartInfo Command() =>
        new(Path.Combine(folder, "yarp", "Weir.Bench.BareYarp"), [$"http://127.0.0.1:{Port}", $"http://127.0.0.1:{upstream}"]);
}
