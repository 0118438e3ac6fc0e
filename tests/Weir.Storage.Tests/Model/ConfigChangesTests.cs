using Weir.Storage.Model;
using Xunit;

namespace Weir.Storage.Tests.Model;

public sealed class ConfigChangesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Wait_ForWhatWasAnnouncedAlready_EndsAtOnce()
    {
        var changes = new ConfigChanges();
        changes.Announce();

        Assert.True(changes.WhenPastAsync(0, Cancellation).IsCompletedSuccessfully);
        var next = changes.WhenPastAsync(1, Cancellation);
        Assert.False(next.IsCompleted);
        changes.Announce();
        await next;
        Assert.Equal(2, changes.Count);
    }

    [Fact]
    public async Task Wait_WhileManyAnnounce_MissesNone()
    {
        var changes = new ConfigChanges();
        const int Announcements = 10_000;
        var announcing = Task.Run(() =>
        {
            for (var i = 0; i < Announcements; i++)
            {
                changes.Announce();
            }
        }, Cancellation);

        var seen = 0L;
        while (seen < Announcements)
        {
            await changes.WhenPastAsync(seen, Cancellation);
            seen = changes.Count;
        }

        await announcing;
        Assert.Equal(Announcements, changes.Count);
    }

    [Fact]
    public async Task Wait_GivenUp_Ends()
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var waiting = new ConfigChanges().WhenPastAsync(0, giveUp.Token);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }
}
