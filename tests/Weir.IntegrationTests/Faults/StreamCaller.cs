using System.Net.Sockets;
using Weir.IntegrationTests.Running;
using Weir.TestKit.Wire;

namespace Weir.IntegrationTests.Faults;

/// <summary>One caller, and what became of its stream.</summary>
/// <param name="name">The stream.</param>
/// <param name="address">The process that is asked.</param>
internal sealed class StreamCaller(StreamName name, Uri address)
{
    private readonly TaskCompletionSource _endSeen = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public StreamName Name => name;

    public Uri Address => address;

    /// <summary>Null until a head came, and when none did.</summary>
    public RawAnswer? Answer { get; private set; }

    /// <summary>Done when the terminal event is here but for its last byte, which Weir holds until it has settled; also when the stream broke off.</summary>
    public Task EndSeen => _endSeen.Task;

    /// <summary>True when the answer is here from its first byte to its last.</summary>
    public bool IsWhole => Answer is { Status: 200, End: BodyEnd.Complete } && Answer.Text.Contains("\"message_stop\"", StringComparison.Ordinal);

    /// <summary>Reads what comes until the stream ends, or Weir is no more.</summary>
    public async Task RunAsync(string key, long maxTokens, CancellationToken cancellationToken)
    {
        try
        {
            using var client = await RawClient.ConnectAsync(address, cancellationToken);
            await client.SendAsync(Post.Messages(key, Post.Question(true, maxTokens, name.ToString())), cancellationToken);
            Answer = await client.ReadHeadAsync(cancellationToken);
            await Answer.ReadToAsync("\"message_stop\"", cancellationToken);
            _endSeen.TrySetResult();
            await Answer.ReadToEndAsync(cancellationToken);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException or SocketException)
        {
            // It was killed, as it should be, or the round is over.
        }
        finally
        {
            _endSeen.TrySetResult();
        }
    }
}
