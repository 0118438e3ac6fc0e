using System.Globalization;
using Weir.Accounting;
using Weir.TestKit;

namespace Weir.Storage.Tests.Ledger.Writing;

/// <summary>What one of the <see cref="CallerProcesses"/> is to do, and how it tells what came of it: by files, which it shares with the test.</summary>
/// <param name="DatabaseUrl">Where the ledger is.</param>
/// <param name="Budget">Which all callers belong to.</param>
/// <param name="Callers">How many ask at once.</param>
/// <param name="ReadyFile">Made once it could ask.</param>
/// <param name="StartFile">Made by the test when all processes could.</param>
/// <param name="GrantedFile">Holds how many were granted.</param>
internal sealed record CallerOrders(string DatabaseUrl, BudgetId Budget, int Callers, string ReadyFile, string StartFile, string GrantedFile)
{
    private const string Variable = "WEIR_LEDGER_CALLER";

    public static CallerOrders OfThisProcess() =>
        Environment.GetEnvironmentVariable(Variable)?.Split('|') is [var url, var budget, var callers, var ready, var start, var granted]
            ? new(url, new(Guid.Parse(budget)), int.Parse(callers, CultureInfo.InvariantCulture), ready, start, granted)
            : throw new InvalidOperationException($"{Variable} is not set: this runs in a process that {nameof(CallerProcesses)} starts.");

    public void WriteTo(IDictionary<string, string?> environment) => environment[Variable] =
        string.Join('|', DatabaseUrl, Budget.Value.ToString(), Callers.ToString(CultureInfo.InvariantCulture), ReadyFile, StartFile, GrantedFile);

    public async Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(ReadyFile, "", cancellationToken);
        await Eventually.IsTrueAsync(() => File.Exists(StartFile), cancellationToken, TimeSpan.FromMinutes(2));
    }

    public Task TellAsync(int granted, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(GrantedFile, granted.ToString(CultureInfo.InvariantCulture), cancellationToken);
}
