namespace Weir.Demo;

/// <summary>What demonstration data is asked for. The same wish at the same moment makes the same ledger.</summary>
/// <param name="Users">How many people there are.</param>
/// <param name="Days">How many days the ledger goes back.</param>
/// <param name="Entries">How many entries it has.</param>
/// <param name="Seed">What chance begins with.</param>
/// <param name="Password">Everybody's.</param>
/// <param name="Now">When the last entry ends, in whole milliseconds.</param>
internal sealed record DemoWish(int Users, int Days, long Entries, int Seed, string Password, DateTimeOffset Now)
{
    /// <summary>Hours that entries lie in, the last of which ends now.</summary>
    public int Hours => Days * 24;

    public DateTimeOffset Start => Now.AddHours(-Hours);
}
