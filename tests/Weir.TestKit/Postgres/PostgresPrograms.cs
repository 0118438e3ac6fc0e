using System.Diagnostics;

namespace Weir.TestKit.Postgres;

/// <summary>Where the programs of PostgreSQL lie, and how to run them: as root they refuse, so then they run as nobody.</summary>
internal static class PostgresPrograms
{
    /// <summary>Debian puts the server's programs in a folder of its version, which is in nobody's path.</summary>
    private const string DebianRoot = "/usr/lib/postgresql";

    private static readonly Lazy<string> Found = new(() =>
        Folders().FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")))
        ?? throw new InvalidOperationException(
            $"PostgreSQL is not installed: no initdb in the path or under {DebianRoot}. On Debian: apt-get install postgresql"));

    /// <summary>The command line of a program, with what keeps it from being root.</summary>
    public static string[] Command(string program, params string[] arguments)
    {
        string[] command = [Path.Combine(Found.Value, program), .. arguments];
        return Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--", .. command] : command;
    }

    /// <summary>Gives a folder to whoever the programs run as.</summary>
    public static Task HandOverAsync(string folder, CancellationToken cancellationToken) =>
        Environment.IsPrivilegedProcess ? RunAsync(["chown", "nobody:nogroup", folder], cancellationToken) : Task.CompletedTask;

    /// <summary>Runs a command to its end; throws, with its output, when it fails.</summary>
    public static async Task RunAsync(string[] command, CancellationToken cancellationToken)
    {
        using var process = Process.Start(StartOf(command))!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', command)} failed with {process.ExitCode}:\n{await output}{await errors}");
        }
    }

    public static ProcessStartInfo StartOf(string[] command) => new(command[0], command[1..])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        // A folder that also nobody may stand in.
        WorkingDirectory = Path.GetTempPath(),
    };

    private static IEnumerable<string> Folders()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        var versions = Directory.Exists(DebianRoot) ? Directory.GetDirectories(DebianRoot) : [];
        return path.Concat(versions
            .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
            .Select(folder => Path.Combine(folder, "bin")));
    }
}
