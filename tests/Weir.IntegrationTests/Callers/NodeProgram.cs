using System.Diagnostics;
using System.Text;

namespace Weir.IntegrationTests.Callers;

/// <summary>Runs what lies in the folder <c>node</c>, with nothing of the tests' own environment. <c>./test</c> installs what is needed.</summary>
internal static class NodeProgram
{
    /// <summary>They take a second or two; a machine that is busy with other tests may need many times that.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static string Folder { get; } = FindFolder();

    /// <summary>The path of a file of a package.</summary>
    public static string Package(params ReadOnlySpan<string> path)
    {
        var installed = Path.Combine(Folder, "node_modules");
        return Directory.Exists(installed)
            ? Path.Combine([installed, .. path])
            : throw new InvalidOperationException($"The packages are not installed. Run ./test, or npm ci --ignore-scripts --prefix {Folder}.");
    }

    /// <summary>Runs it to its end; stops it, with all it started, when that takes too long.</summary>
    public static async Task<Said> RunAsync(
        IEnumerable<string> arguments,
        string workingFolder,
        IEnumerable<(string Name, string Value)> environment,
        CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = Start(arguments, workingFolder, environment) };
        var output = new StringBuilder();
        var errors = new StringBuilder();
        process.OutputDataReceived += (_, line) => Keep(output, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(errors, line.Data);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);
        process.Start();
        try
        {
            // Some wait for more to be typed until there can't be any.
            process.StandardInput.Close();
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            await process.WaitForExitAsync(deadline.Token);
            return new(process.ExitCode, Read(output), Read(errors));
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Not through within {Patience.TotalMinutes} minutes. It said:\n{Read(output)}\n{Read(errors)}", late);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static ProcessStartInfo Start(IEnumerable<string> arguments, string workingFolder, IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(Node(), arguments)
        {
            WorkingDirectory = workingFolder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>The one that <c>./test</c> installed because the system's is too old, else the system's.</summary>
    private static string Node()
    {
        var installed = Path.Combine(Folder, "runtime", "node_modules");
        var own = Directory.Exists(installed) ? Directory.EnumerateDirectories(installed, "node-*").SingleOrDefault() : null;
        return own is null ? "node" : Path.Combine(own, "bin", "node");
    }

    private static void Keep(StringBuilder text, string? line)
    {
        lock (text)
        {
            text.AppendLine(line);
        }
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString().Trim();
        }
    }

    private static string FindFolder()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "node", "package.json")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("No folder node above the tests.");
        }

        return Path.Combine(folder, "node");
    }
}
