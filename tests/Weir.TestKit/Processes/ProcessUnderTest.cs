using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Weir.TestKit.Processes;

/// <summary>Weir as its users run it: a process with environment, data folder and port, which can be killed at any moment.</summary>
public sealed class ProcessUnderTest : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private ProcessUnderTest(LaunchSettings settings, int port)
    {
        Address = new($"http://127.0.0.1:{port}");
        string[] command = [.. settings.Through, DotnetHost(), settings.Assembly, .. settings.Arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = settings.DataFolder,
        };
        foreach (var name in start.Environment.Keys.Where(IsForeign).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["HOST"] = "127.0.0.1";
        start.Environment["PORT"] = port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        start.Environment["WEIR_DATA"] = settings.DataFolder;
        foreach (var (name, value) in settings.Environment)
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
    }

    /// <summary>Scheme, host and port.</summary>
    public Uri Address { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>All it has written so far, to both streams.</summary>
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

    /// <summary>Time from launch to the first <c>/readyz</c> that said yes.</summary>
    public TimeSpan StartTime { get; private set; }

    /// <summary>Starts it and waits until it is ready; throws, with its output, when it ends or takes too long instead.</summary>
    public static async Task<ProcessUnderTest> StartAsync(LaunchSettings settings, CancellationToken cancellationToken)
    {
        var launched = Stopwatch.GetTimestamp();
        var process = Launch(settings);
        try
        {
            await process.WaitUntilReadyAsync(settings.StartPatience, cancellationToken);
            process.StartTime = Stopwatch.GetElapsedTime(launched);
            return process;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs it to its end and returns it, for its exit code and output.</summary>
    public static async Task<ProcessUnderTest> RunAsync(LaunchSettings settings, CancellationToken cancellationToken)
    {
        var process = Launch(settings);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
            return process;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>SIGKILL: it gets no chance to do anything.</summary>
    public Task KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill();
        return WaitForExitAsync(cancellationToken);
    }

    /// <summary>SIGTERM: it is asked to end. Await <see cref="WaitForExitAsync"/> for it to have done so.</summary>
    public void Terminate()
    {
        if (!Signal.Send(_process.Id, Signal.Terminate))
        {
            throw new InvalidOperationException("It has ended by itself.");
        }
    }

    public Task WaitForExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    /// <summary>Starts it, and waits for nothing.</summary>
    public static ProcessUnderTest Launch(LaunchSettings settings)
    {
        var process = new ProcessUnderTest(settings, FreePort.Find());
        process._process.Start();
        process._process.BeginOutputReadLine();
        process._process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Waits until it takes new work; throws, with its output, when it ends or takes too long instead.</summary>
    public async Task WaitUntilReadyAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = Address };
        try
        {
            await Eventually.IsTrueAsync(() => IsReadyAsync(client, cancellationToken), cancellationToken, patience);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"Weir was not ready within {patience.TotalSeconds} s. It said:\n{Output}", late);
        }
    }

    private async Task<bool> IsReadyAsync(HttpClient client, CancellationToken cancellationToken)
    {
        if (_process.HasExited)
        {
            await _process.WaitForExitAsync(cancellationToken);
            throw new InvalidOperationException($"Weir ended with exit code {_process.ExitCode} instead of starting. It said:\n{Output}");
        }

        try
        {
            using var response = await client.GetAsync("/readyz", cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // Not listening yet.
            return false;
        }
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }

    /// <summary>Settings of whoever runs the tests, which would reach the process and change what is tested.</summary>
    private static bool IsForeign(string name) =>
        name is "HOST" or "PORT" or "DATABASE_URL"
        || ((ReadOnlySpan<string>)["WEIR", "ANTHROPIC_", "OPENAI_", "OLLAMA_", "ASPNETCORE_", "Logging__"]).ToArray()
            .Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    /// <summary>The <c>dotnet</c> that runs these tests: <c>…/shared/Microsoft.NETCore.App/10.0.x/</c> lies three folders below it.</summary>
    private static string DotnetHost()
    {
        var host = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        return File.Exists(host) ? host : "dotnet";
    }
}
