using System.Diagnostics;
using System.Globalization;
using Weir.Accounting;
using Weir.TestKit;

namespace Weir.Storage.Tests.Ledger.Writing;

/// <summary>Processes that share a budget in one PostgreSQL database, each with a ledger of its own: this program once more, with one test to run.</summary>
internal sealed class CallerProcesses : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TempFolder _folder = new();
    private readonly List<CallerOrders> _orders;
    private readonly List<Process> _processes = [];

    /// <param name="processes">How many.</param>
    /// <param name="databaseUrl">What they share.</param>
    /// <param name="budget">Which all callers belong to.</param>
    /// <param name="callers">How many ask at once, in all processes together at least.</param>
    public CallerProcesses(int processes, string databaseUrl, BudgetId budget, int callers)
    {
        var each = (callers + processes - 1) / processes;
        _orders = [.. Enumerable.Range(0, processes).Select(i =>
            new CallerOrders(databaseUrl, budget, each, _folder.File($"ready-{i}"), _folder.File("start"), _folder.File($"granted-{i}")))];
    }

    /// <summary>Starts them all and, when they are ready, lets them ask at the same moment.</summary>
    /// <returns>How many each was granted.</returns>
    public async Task<List<int>> CallAsync(CancellationToken cancellationToken)
    {
        _processes.AddRange(_orders.Select(Start));
        var output = _processes.ConvertAll(process => process.StandardOutput.ReadToEndAsync(cancellationToken));
        await Eventually.IsTrueAsync(
            () => _orders.TrueForAll(orders => File.Exists(orders.ReadyFile)) || _processes.Exists(process => process.HasExited), cancellationToken, Patience);
        await File.WriteAllTextAsync(_orders[0].StartFile, "", cancellationToken);
        await Task.WhenAll(_processes.Select(process => process.WaitForExitAsync(cancellationToken)));
        return [.. await Task.WhenAll(_orders.Select(async (orders, i) => File.Exists(orders.GrantedFile)
            ? int.Parse(await File.ReadAllTextAsync(orders.GrantedFile, cancellationToken), CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"A process told nothing. It wrote:\n{await output[i]}")))];
    }

    public ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            if (!process.HasExited)
            {
                process.Kill();
            }

            process.Dispose();
        }

        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private static Process Start(CallerOrders orders)
    {
        var assembly = typeof(CallerProcesses).Assembly;
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, assembly.GetName().Name!)) { RedirectStandardOutput = true };
        // Nothing of how this run itself was started concerns the other.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("TESTINGPLATFORM", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        orders.WriteTo(start.Environment);
        foreach (var argument in (string[])["-explicit", "only", "-method", $"*.{nameof(ExactCapTests)}.{nameof(ExactCapTests.Caller_InAProcessOfItsOwn_AsksAndTellsWhatItGot)}"])
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }
}
