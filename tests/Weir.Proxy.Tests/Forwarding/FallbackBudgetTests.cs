using Microsoft.Extensions.Time.Testing;
using Weir.Proxy.Forwarding;
using Xunit;

namespace Weir.Proxy.Tests.Forwarding;

public sealed class FallbackBudgetTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly AttemptLives _lives;
    private readonly FallbackBudget _budget;

    public FallbackBudgetTests()
    {
        _lives = new(_time);
        _budget = new(_lives, _time);
    }

    public void Dispose() => _lives.Dispose();

    [Fact]
    public async Task Budget_WithNothingInFlight_GivesThreeAndTheNextWaits()
    {
        var taken = new List<FallbackPermit>();
        for (var i = 0; i < 3; i++)
        {
            taken.Add(Assert.IsType<FallbackPermit>(await _budget.TakeAsync(CancellationToken.None)));
        }

        var fourth = _budget.TakeAsync(CancellationToken.None).AsTask();
        Assert.False(fourth.IsCompleted);
        taken[0].Dispose();
        taken[0].Dispose();

        Assert.NotNull(await fourth);
        Assert.False(_budget.TakeAsync(CancellationToken.None).AsTask().IsCompleted);
    }

    [Fact]
    public async Task Budget_ThatStaysSpent_SaysNoAfterItsPatience()
    {
        for (var i = 0; i < 3; i++)
        {
            await _budget.TakeAsync(CancellationToken.None);
        }

        var fourth = _budget.TakeAsync(CancellationToken.None).AsTask();
        _time.Advance(TimeSpan.FromSeconds(11));

        Assert.Null(await fourth);
    }

    [Fact]
    public async Task Budget_WhoseCallerLeaves_GivesThePlaceToTheNext()
    {
        var permit = (await _budget.TakeAsync(CancellationToken.None))!;
        await _budget.TakeAsync(CancellationToken.None);
        await _budget.TakeAsync(CancellationToken.None);
        using var leaving = new CancellationTokenSource();
        var gone = _budget.TakeAsync(leaving.Token).AsTask();
        var next = _budget.TakeAsync(CancellationToken.None).AsTask();

        await leaving.CancelAsync();
        Assert.Null(await gone);
        permit.Dispose();

        Assert.NotNull(await next);
    }
}
