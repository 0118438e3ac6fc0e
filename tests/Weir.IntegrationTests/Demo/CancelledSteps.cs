using Weir.Storage.Steps;

namespace Weir.IntegrationTests.Demo;

/// <summary>Gives up once so much of a step is done.</summary>
internal sealed class CancelledSteps(string step, long after) : IStepProgress, IDisposable
{
    private readonly CancellationTokenSource _giveUp = new();
    private string _step = "";
    private long _done;

    public CancellationToken Cancellation => _giveUp.Token;

    public void Begin(string name, long total) => (_step, _done) = (name, 0);

    public void Advance(long count)
    {
        _done += count;
        if (_step == step && _done >= after)
        {
            _giveUp.Cancel();
        }
    }

    public void Dispose() => _giveUp.Dispose();
}
