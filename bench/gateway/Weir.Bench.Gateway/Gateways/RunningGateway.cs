using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Weir.Bench.Gateway.Load;

namespace Weir.Bench.Gateway.Gateways;

/// <summary>A gateway in a process of its own, in front of the upstream emulator.</summary>
internal abstract class RunningGateway(string name, int port) : IAsyncDisposable
{
    private const int KeptLines = 40;

    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    private readonly ConcurrentQueue<string> _lastLines = new();
    private Process? _process;

    public string Name { get; } = name;

    public Target Target { get; protected set; } = new(port, "none");

    protected int Port { get; } = port;

    /// <summary>What it has used so far.</summary>
    public ProcessFigures Figures => ProcessFigures.Read(_process!.Id);

    /// <summary>How much of that went to the just-in-time compiler.</summary>
    public TimeSpan Compiling => ProcessFigures.ReadCompiling(_process!.Id);

    /// <summary>Starts the process; returns the time until it had given its first right answer.</summary>
    public async Task<TimeSpan> StartAsync(CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        _process = Process.Start(Redirected(Command())) ?? throw new InvalidOperationException($"{Name} could not be started.");
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await WaitForPortAsync(start, cancellationToken);
        await PrepareAsync(cancellationToken);
        await CallAsync(cancellationToken);
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>Asks the process to end as an operator would, and waits until it has.</summary>
    public async Task StopAsync()
    {
        if (_process is not { } process)
        {
            return;
        }

        _process = null;
        using (process)
        {
            if (!process.HasExited)
            {
                using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
                using var deadline = new CancellationTokenSource(StopDeadline);
                await process.WaitForExitAsync(deadline.Token);
            }
        }
    }

    /// <summary>Holds what the gateway has recorded against what it was sent; returns what was found, in words.</summary>
    public virtual Task<string?> VerifyAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract ProcessStartInfo Command();

    /// <summary>What a first start needs before the gateway can be called.</summary>
    protected virtual Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static ProcessStartInfo Redirected(ProcessStartInfo command)
    {
        command.RedirectStandardOutput = true;
        command.RedirectStandardError = true;
        return command;
    }

    private async Task WaitForPortAsync(long start, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var connection = await CallerConnection.OpenAsync(Target, cancellationToken);
                return;
            }
            catch (SocketException) when (!_process!.HasExited && Stopwatch.GetElapsedTime(start) < StartDeadline)
            {
                await Task.Delay(Pause, cancellationToken);
            }
            catch (SocketException)
            {
                throw new InvalidOperationException($"{Name} did not come up on port {Port}. Its last lines:{Environment.NewLine}{string.Join(Environment.NewLine, _lastLines)}");
            }
        }
    }

    private async Task CallAsync(CancellationToken cancellationToken)
    {
        var request = BenchRequest.Json(size: 2048);
        using var connection = await CallerConnection.OpenAsync(Target, cancellationToken);
        await connection.ExchangeAsync(request, request.To(Target), Stopwatch.GetTimestamp(), cancellationToken);
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _lastLines.Enqueue(line);
            while (_lastLines.Count > KeptLines)
            {
                _lastLines.TryDequeue(out _);
            }
        }
    }
}
