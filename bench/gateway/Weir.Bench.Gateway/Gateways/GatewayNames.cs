namespace Weir.Bench.Gateway.Gateways;

/// <summary>The gateways, by the names that the command line and the table know them by.</summary>
internal static class GatewayNames
{
    public const string Weir = "weir";
    public const string Yarp = "yarp";
    public const string Nginx = "nginx";

    public static string[] All { get; } = [Yarp, Nginx, Weir];
}
