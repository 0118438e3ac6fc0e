using System.Diagnostics;
using System.Text.Json;

namespace Weir.Bench.Ledger;

/// <summary>A <see cref="Worker"/>, seen from the run.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;

    private WorkerProcess(Process process) => _process = process;

    public static WorkerProcess Start(string url) => new(Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [Worker.Word, url])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!);

    public async Task<LoadSample> RunAsync(WorkerOrder order, CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(order).AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
        var answer = await _process.StandardOutput.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException("A worker has ended.");
        return JsonSerializer.Deserialize<LoadSample>(answer)!;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
