using System.Globalization;

namespace Weir.Bench.Gateway.Gateways;

/// <summary>What a process and its children have used, as the kernel counts it.</summary>
/// <param name="Cpu">Time on a core, in user and in kernel mode.</param>
/// <param name="Resident">Bytes in memory now; what processes share counts in each.</param>
/// <param name="Peak">The most there ever was.</param>
internal readonly record struct ProcessFigures(TimeSpan Cpu, long Resident, long Peak)
{
    /// <summary>The unit of times in /proc on every Linux that .NET runs on: USER_HZ is 100.</summary>
    private static readonly TimeSpan Jiffy = TimeSpan.FromMilliseconds(10);

    public static ProcessFigures Read(int process)
    {
        var figures = ReadOne(process);
        foreach (var child in File.ReadAllText($"/proc/{process}/task/{process}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var more = Read(int.Parse(child, CultureInfo.InvariantCulture));
            figures = new(figures.Cpu + more.Cpu, figures.Resident + more.Resident, figures.Peak + more.Peak);
        }

        return figures;
    }

    /// <summary>The time that the just-in-time compiler has spent in the background, by its threads that are there.</summary>
    public static TimeSpan ReadCompiling(int process)
    {
        var compiling = TimeSpan.Zero;
        foreach (var thread in Directory.GetDirectories($"/proc/{process}/task"))
        {
            try
            {
                var stat = File.ReadAllText(Path.Combine(thread, "stat"));
                compiling += stat.Contains("(.NET Tiered Com", StringComparison.Ordinal) ? ReadCpu(stat) : TimeSpan.Zero;
            }
            catch (IOException)
            {
                // A thread that has ended since the folder was listed.
            }
        }

        return compiling;
    }

    private static ProcessFigures ReadOne(int process)
    {
        var status = File.ReadAllLines($"/proc/{process}/status");
        return new(ReadCpu(File.ReadAllText($"/proc/{process}/stat")), Kilobytes(status, "VmRSS:"), Kilobytes(status, "VmHWM:"));
    }

    /// <param name="stat"><c>4711 (Weir) S 1 …</c>: the name may hold anything, so fields count from behind it. The 12th and 13th there are utime and stime.</param>
    private static TimeSpan ReadCpu(string stat)
    {
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) * Jiffy;
    }

    /// <summary>Reads <c>VmRSS:     11532 kB</c>, in bytes.</summary>
    private static long Kilobytes(string[] status, string name)
    {
        var line = Array.Find(status, line => line.StartsWith(name, StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"The kernel tells no {name}");
        return long.Parse(line.AsSpan(name.Length).Trim().TrimEnd("kB").Trim(), CultureInfo.InvariantCulture) * 1024;
    }
}
