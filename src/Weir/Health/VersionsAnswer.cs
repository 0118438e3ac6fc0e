using System.Runtime.InteropServices;
using Weir.Hosting;

namespace Weir.Health;

/// <summary>What runs here.</summary>
/// <param name="Weir">Weir's version.</param>
/// <param name="Runtime">That of .NET: <c>.NET 10.0.12</c>.</param>
/// <param name="System">The operating system and the processor's kind.</param>
internal sealed record VersionsAnswer(string Weir, string Runtime, string System)
{
    public static VersionsAnswer OfThisProcess { get; } = new(
        StartBanner.Version,
        RuntimeInformation.FrameworkDescription,
        $"{RuntimeInformation.OSDescription.Trim()} ({RuntimeInformation.OSArchitecture})");
}
