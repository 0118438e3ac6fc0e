using System.Runtime.InteropServices;
using Weir.Accounting;

namespace Weir.Storage.Ledger.Verification;

/// <summary>Adds up entries as the sums of everything do, and compares. Quarters of an hour can't be recomputed once entries are carried.</summary>
internal sealed class UsageSumTally
{
    private readonly Dictionary<(Guid User, long Upstream, long Model), UsageSum> _sums = [];

    public void Add(LedgerEntry entry)
    {
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_sums, (entry.UserId, entry.UpstreamId, entry.ModelId), out _);
        sum ??= new();
        sum.Add(entry);
    }

    /// <summary>To be called with the sums of everything, after all entries were added.</summary>
    /// <returns>What is wrong with one; null: nothing.</returns>
    public string? Compare(UsageSum sum)
    {
        var key = (sum.UserId, sum.UpstreamId, sum.ModelId);
        var counted = Counts.Of(_sums.Remove(key, out var added) ? added : new());
        return Counts.Of(sum) is var stored && stored == counted ? null : $"The usage sum of {Describe(key)} is {stored}; its entries add up to {counted}.";
    }

    /// <summary>To be called last: what there was no sum for.</summary>
    public IEnumerable<string> Missing() => _sums
        .Where(sum => Counts.Of(sum.Value) != default)
        .Select(sum => $"There is no usage sum of {Describe(sum.Key)}; its entries add up to {Counts.Of(sum.Value)}.");

    private static string Describe((Guid User, long Upstream, long Model) key) => $"user {key.User}, upstream {key.Upstream} and model {key.Model}";

    /// <summary>What can be recomputed: a carried sum is one entry, whatever the number of those in it, and their failures are not in it.</summary>
    private readonly record struct Counts(Usage Usage, long NanoDollars, Pace Pace)
    {
        public static Counts Of(UsageSum sum) => new(new(sum.Input, sum.CacheRead, sum.CacheWrite5m, sum.CacheWrite1h, sum.Output), sum.NanoDollars, sum.Pace);
    }
}
