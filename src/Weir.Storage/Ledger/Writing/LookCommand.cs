using Weir.Proxy.Metering;

namespace Weir.Storage.Ledger.Writing;

/// <summary>Asks what a reservation would be answered with, and binds nothing.</summary>
internal sealed class LookCommand(ReserveRequest request) : LedgerCommand
{
    private readonly TaskCompletionSource<ReserveResult.Refused?> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ReserveResult.Refused? _answer;

    public Task<ReserveResult.Refused?> Task => _completion.Task;

    public override void Declare(LedgerNeeds needs)
    {
        needs.Add(request.Budgets, request.AdmittedAt);
        needs.IsExact = true;
    }

    public override void Apply(LedgerBook book)
    {
        _answer = book.Admissions.Look(request);
        book.Finish(this);
    }

    public override void Complete() => _completion.TrySetResult(_answer);

    public override void Fail(Exception reason) => _completion.TrySetException(reason);
}
