namespace Weir.Proxy.Tests.Forwarding;

/// <summary>An upstream that takes a request and says nothing until the request is given up.</summary>
internal sealed class SilentHandler : HttpMessageHandler
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the request has come.</summary>
    public Task Reached => _reached.Task;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _reached.SetResult();
        return await new TaskCompletionSource<HttpResponseMessage>().Task.WaitAsync(cancellationToken);
    }
}
