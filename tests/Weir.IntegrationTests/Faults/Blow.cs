namespace Weir.IntegrationTests.Faults;

/// <summary>A kill in the midst of a round of streams.</summary>
internal static class Blow
{
    /// <summary>
    /// A fifth of all kills come when Weir has read the last byte of each answer that ends, and cannot have settled one; the others as soon as
    /// the upstream has sent them, so that some are settled, some are being settled, and some not.
    /// </summary>
    public static bool IsBetween(int kill) => kill % 5 == 0;

    /// <param name="installation">What is struck.</param>
    /// <param name="round">Its streams.</param>
    /// <param name="kill">How many there were before.</param>
    /// <param name="strike">Kills, and returns when what was killed is gone.</param>
    public static async Task StrikeAsync(Installation installation, LoadRound round, int kill, Func<Task> strike)
    {
        await round.WhenOpenAsync();
        if (IsBetween(kill))
        {
            await using var held = await installation.HoldSettlementsAsync();
            round.LetEnd();
            await round.WhenEndsAreSeenAsync();
            await strike();
        }
        else
        {
            round.LetEnd();
            await round.WhenEndsAreSentAsync();
            await strike();
        }
    }
}
