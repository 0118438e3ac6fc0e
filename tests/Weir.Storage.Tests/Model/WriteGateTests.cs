using Weir.Storage.Model;
using Xunit;

namespace Weir.Storage.Tests.Model;

public sealed class WriteGateTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gate_OfOneWriter_LetsTheNextInWhenTheLastHasLeft()
    {
        using var gate = new WriteGate();
        var first = await gate.EnterAsync(Cancellation);
        var second = gate.EnterAsync(Cancellation);
        Assert.False(second.IsCompleted);
        first.Dispose();
        (await second).Dispose();
        gate.Enter().Dispose();
    }

    [Fact]
    public async Task Gate_Open_LetsAllInAtOnce()
    {
        using var gate = WriteGate.Open();
        using var first = await gate.EnterAsync(Cancellation);
        using var second = gate.Enter();
        var third = gate.EnterAsync(Cancellation);
        Assert.True(third.IsCompletedSuccessfully);
        (await third).Dispose();
    }
}
