namespace Weir.Proxy.Forwarding;

/// <summary>Leave for one attempt to stand in for another. To be disposed when it is answered, or has ended.</summary>
internal sealed class FallbackPermit(FallbackBudget budget) : IDisposable
{
    private bool _isReturned;

    public void Dispose()
    {
        if (!_isReturned)
        {
            _isReturned = true;
            budget.Return();
        }
    }
}
