using System.Globalization;

namespace Weir.TestKit.Processes;

/// <summary>Which processes there are and who started whom, as Linux tells it under <c>/proc</c>.</summary>
internal static class ProcessTree
{
    public static IReadOnlyList<int> Children(int parent) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && Read(id) is { } read && read.Parent == parent),
    ];

    /// <summary>False also for one that has ended and whose parent has not asked for its exit code yet.</summary>
    public static bool IsAlive(int id) => Read(id) is { State: not ('Z' or 'X') };

    private static (char State, int Parent)? Read(int id)
    {
        try
        {
            // 4711 (postgres) S 4700 …: the name may hold spaces and parentheses.
            var line = File.ReadAllText($"/proc/{id}/stat");
            var words = line[(line.LastIndexOf(')') + 2)..].Split(' ');
            return (words[0][0], int.Parse(words[1], CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            // It ended meanwhile.
            return null;
        }
    }
}
