using System.Diagnostics;
using System.Globalization;

namespace Weir.Bench.Gateway.Gateways;

/// <summary>The upstream emulator itself, called without a gateway between.</summary>
internal sealed class UpstreamProcess(string folder, int port) : RunningGateway("direct", port)
{
    protected override ProcessStartInfo Command() =>
        new(Path.Combine(folder, "upstream", "Weir.Bench.Upstream"), [Port.ToString(CultureInfo.InvariantCulture)]);
}
