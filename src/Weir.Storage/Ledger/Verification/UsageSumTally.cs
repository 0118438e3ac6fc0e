using System.Runtime.InteropServices;
using Weir.Accounting;

namespace Weir.Storage.Ledger.Verification;

/// <summary>Adds up entries as the sums of everything do, and compares. Quarters of an hour can't be recomputed once entries are carried.</summary>
internal sealed class UsageSumTally
{
    private readonly Dictionary<(Guid User, long Upstream, long Model), (Usage Usage, long NanoDollars)> _sums = [];

    public void Add(LedgerEntry entry)
    {
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_sums, (entry.UserId, entry.UpstreamId, entry.ModelId), out _);
        var usage = sum.Usage;
        sum = (
            new(
                usage.Input + entry.Input,
                usage.CacheRead + entry.CacheRead,
                usage.CacheWrite5m + entry.CacheWrite5m,
                usage.CacheWrite1h + entry.CacheWrite1h,
                usage.Output + entry.Output),
            sum.NanoDollars + entry.NanoDollars);
    }

    /// <summary>To be called with the sums of everything, after all entries were added.</summary>
    /// <returns>What is wrong with one; null: nothing.</returns>
    public string? Compare(UsageSum sum)
    {
        var key = (sum.UserId, sum.UpstreamId, sum.ModelId);
        _sums.Remove(key, out var counted);
        var usage = new Usage(sum.Input, sum.CacheRead, sum.CacheWrite5m, sum.CacheWrite1h, sum.Output);
        return (usage, sum.NanoDollars) == counted
            ? null
            : $"The usage sum of {Describe(key)} is {usage} for {sum.NanoDollars} nano-dollars; its entries add up to {counted.Usage} for {counted.NanoDollars}.";
    }

    /// <summary>To be called last: what there was no sum for.</summary>
    public IEnumerable<string> Missing() => _sums
        .Where(sum => sum.Value != default)
        .Select(sum => $"There is no usage sum of {Describe(sum.Key)}; its entries add up to {sum.Value.Usage}.");

    private static string Describe((Guid User, long Upstream, long Model) key) => $"user {key.User}, upstream {key.Upstream} and model {key.Model}";
}
