using Weir.Accounting;

namespace Weir.TestKit.Ledgers;

/// <summary>
/// Decides an admission by trying every output from what was asked for downwards: the oracle for <see cref="ReserveDecision"/>, and
/// slow on purpose.
/// </summary>
public static class PlainDecision
{
    public static PlainAnswer Decide(IReadOnlyList<PlainWindow> windows, PlainDemand demand, long asked, long floor, bool lastChance)
    {
        var eventual = Best(windows, demand, asked, floor, withPending: false);
        var today = Best(windows, demand, asked, floor, withPending: true);
        if (eventual is null)
        {
            return new(ReserveVerdict.RefusedFinal, 0, Shortest(windows, demand, asked, withPending: false));
        }

        if (today == eventual)
        {
            return new(ReserveVerdict.Granted, eventual.Value, []);
        }

        if (!lastChance)
        {
            return new(ReserveVerdict.Wait, 0, Shortest(windows, demand, asked, withPending: true));
        }

        return today is { } granted
            ? new(ReserveVerdict.Granted, granted, [])
            : new(ReserveVerdict.RefusedPassing, 0, Shortest(windows, demand, asked, withPending: true));
    }

    /// <summary>True when every window has room for this output.</summary>
    public static bool Allows(IReadOnlyList<PlainWindow> windows, PlainDemand demand, long output, long asked, bool withPending) =>
        windows.All(window => HasRoom(window, demand, output, asked, withPending));

    private static bool HasRoom(PlainWindow window, PlainDemand demand, long output, long asked, bool withPending)
    {
        var used = window.Posted + (withPending ? window.Pending : 0);

        // Where only all of it will do, all of it must fit, even if another window lowers the output.
        var weight = demand.At(window.Refuses ? asked : output, window.Unit);
        return used + weight <= (window.Cap ?? long.MaxValue);
    }

    private static long? Best(IReadOnlyList<PlainWindow> windows, PlainDemand demand, long asked, long floor, bool withPending)
    {
        for (var output = asked; output >= floor; output--)
        {
            if (Allows(windows, demand, output, asked, withPending))
            {
                return output;
            }
        }

        return null;
    }

    private static IReadOnlyList<int> Shortest(IReadOnlyList<PlainWindow> windows, PlainDemand demand, long asked, bool withPending)
    {
        var most = windows.Select(window => Best([window], demand, asked, floor: 0, withPending) ?? -1).ToArray();
        return [.. Enumerable.Range(0, most.Length).Where(i => most[i] == most.Min())];
    }
}
