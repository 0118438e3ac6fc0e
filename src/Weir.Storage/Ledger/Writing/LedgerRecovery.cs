namespace Weir.Storage.Ledger.Writing;

/// <summary>Posts what a process that is gone left open, as a start would, without serving afterwards.</summary>
public sealed class LedgerRecovery
{
    private readonly LedgerWriter _writer;

    internal LedgerRecovery(LedgerWriter writer) => _writer = writer;

    public async Task RunAsync()
    {
        await _writer.StartAsync();
        await _writer.StopAsync();
    }
}
