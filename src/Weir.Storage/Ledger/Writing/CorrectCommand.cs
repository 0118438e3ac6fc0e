using Weir.Storage.Ledger.Corrections;

namespace Weir.Storage.Ledger.Writing;

/// <summary>An administrator says what an attempt really used.</summary>
internal sealed class CorrectCommand(CorrectionRequest request, DateTimeOffset now) : LedgerCommand
{
    private readonly TaskCompletionSource<CorrectionResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private CorrectionResult? _result;

    public Task<CorrectionResult> Task => _completion.Task;

    public override void Declare(LedgerNeeds needs)
    {
        needs.Attempts.Add(request.Attempt);
        needs.Corrected.Add(request.Attempt);
        needs.IsExact = true;
    }

    public override void Apply(LedgerBook book)
    {
        _result = book.Corrections.Correct(request, now);
        book.Finish(this);
    }

    public override void Complete() => _completion.TrySetResult(_result!);

    public override void Fail(Exception reason) => _completion.TrySetException(reason);
}
