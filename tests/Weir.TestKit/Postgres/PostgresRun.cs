using System.Diagnostics;
using System.Globalization;
using System.Text;
using Weir.TestKit.Processes;

namespace Weir.TestKit.Postgres;

/// <summary>
/// One run of the server's process over a data folder. A shell stands between, which ends the server and removes the folder when the
/// tests' own process ends, however it ends: its standard input ends then. Signals to the whole group (Ctrl+C, say) don't end it before.
/// </summary>
internal sealed class PostgresRun : IDisposable
{
    private const string Watch = """
        trap '' HUP INT TERM
        folder=$1; shift
        "$@" & server=$!
        read -r word
        case $word in stop) signal=INT ;; *) signal=QUIT ;; esac
        kill -$signal $server 2>/dev/null
        wait $server
        [ -n "$word" ] || rm -rf -- "$folder"
        """;

    private const string ReadySign = "database system is ready to accept connections";

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    private readonly string _folder;
    private readonly Process _shell;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PostgresRun(string folder, string[] server)
    {
        _folder = folder;
        _shell = new Process { StartInfo = PostgresPrograms.StartOf(["sh", "-c", Watch, "postgres", folder, .. server]) };
        _shell.OutputDataReceived += (_, line) => Keep(line.Data);
        _shell.ErrorDataReceived += (_, line) => Keep(line.Data);
    }

    /// <summary>The server's log of this run so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>The process that all others of the server descend from.</summary>
    public int PostmasterId => int.Parse(File.ReadLines(LockFile).First(), CultureInfo.InvariantCulture);

    private string LockFile => Path.Combine(_folder, "postmaster.pid");

    /// <param name="folder">The data folder.</param>
    /// <param name="server">The command that runs the server in the foreground.</param>
    /// <param name="cancellationToken">Gives up, and ends what was started.</param>
    public static async Task<PostgresRun> StartAsync(string folder, string[] server, CancellationToken cancellationToken)
    {
        var run = new PostgresRun(folder, server);
        run._shell.Start();
        run._shell.BeginOutputReadLine();
        run._shell.BeginErrorReadLine();
        try
        {
            await run._ready.Task.WaitAsync(StartPatience, cancellationToken);
            return run;
        }
        catch (Exception failure) when (failure is TimeoutException or OperationCanceledException)
        {
            await run.EndAsync("keep");
            throw new InvalidOperationException($"PostgreSQL did not start. It said:\n{run.Output}", failure);
        }
    }

    /// <summary>Ends every connection and shuts down in good order; the folder stays.</summary>
    public Task StopAsync() => EndAsync("stop");

    /// <summary>
    /// SIGKILL to the postmaster and all its children, as when the machine's memory ran out: nothing is flushed, nothing is cleaned up.
    /// The folder stays.
    /// </summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        var postmaster = PostmasterId;
        // Stopped, it can neither start another child nor notice that one has died.
        Signal.Send(postmaster, Signal.Stop);
        int[] all = [.. ProcessTree.Children(postmaster), postmaster];
        Array.ForEach(all, process => Signal.Send(process, Signal.Kill));
        await EndAsync("keep");
        await Eventually.IsTrueAsync(() => !Array.Exists(all, ProcessTree.IsAlive), cancellationToken);
    }

    /// <summary>Ends at once and removes the folder.</summary>
    public Task RemoveAsync() => EndAsync(null);

    public void Dispose() => _shell.Dispose();

    private async Task EndAsync(string? word)
    {
        if (word is not null)
        {
            await _shell.StandardInput.WriteLineAsync(word);
        }

        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync(CancellationToken.None);
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            _ready.TrySetException(new InvalidOperationException($"PostgreSQL ended instead of starting. It said:\n{Output}"));
            return;
        }

        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (line.Contains(ReadySign, StringComparison.Ordinal))
        {
            _ready.TrySetResult();
        }
    }
}
