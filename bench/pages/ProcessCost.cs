using System.Globalization;

namespace Weir.Bench.Pages;

/// <summary>What a process has taken so far, as Linux tells it.</summary>
/// <param name="ResidentBytes">Memory that it holds.</param>
/// <param name="Processor">Time that processors spent on it.</param>
internal sealed record ProcessCost(long ResidentBytes, TimeSpan Processor)
{
    /// <summary>Ticks of <c>/proc/…/stat</c>, a hundred a second on every Linux that .NET runs on.</summary>
    private const double TicksPerSecond = 100;

    private const long PageSize = 4096;

    public static ProcessCost Of(int process)
    {
        // 4711 (dotnet) S …: the name may hold spaces, so count from behind it. The 12th and 13th words after it are user and system time, the 22nd resident pages.
        var line = File.ReadAllText($"/proc/{process}/stat");
        var words = line[(line.LastIndexOf(')') + 2)..].Split(' ');
        long Number(int index) => long.Parse(words[index], CultureInfo.InvariantCulture);
        return new(Number(21) * PageSize, TimeSpan.FromSeconds((Number(11) + Number(12)) / TicksPerSecond));
    }
}
