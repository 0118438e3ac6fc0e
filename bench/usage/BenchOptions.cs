using System.Globalization;

namespace Weir.Bench.Usage;

/// <summary>What the command line says.</summary>
/// <param name="Entries">Rows that the ledger is filled with.</param>
/// <param name="Users">Whose they are.</param>
/// <param name="Requests">To each endpoint.</param>
/// <param name="Rounds">Of admissions on each database, a quarter of a second each.</param>
/// <param name="Verify">Above 0: <c>weir ledger verify</c> adds all of it up as well.</param>
internal sealed record BenchOptions(long Entries, int Users, int Requests, int Rounds, int Verify)
{
    public const string Usage =
        "dotnet run -c Release --project bench/usage [-- [--entries 10000000] [--users 1000] [--requests 200] [--rounds 40] [--verify 1]]";

    /// <returns>Null when it can't be understood.</returns>
    public static BenchOptions? Read(string[] arguments)
    {
        var options = new BenchOptions(Entries: 10_000_000, Users: 1_000, Requests: 200, Rounds: 40, Verify: 1);
        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length || !long.TryParse(arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            {
                return null;
            }

            switch (arguments[i])
            {
                case "--entries" when value >= SqliteSeed.BurstSize:
                    options = options with { Entries = value };
                    break;
                case "--users" when value is >= 2 and <= 100_000:
                    options = options with { Users = (int)value };
                    break;
                case "--requests" when value is >= 20 and <= 100_000:
                    options = options with { Requests = (int)value };
                    break;
                case "--rounds" when value is >= 1 and <= 10_000:
                    options = options with { Rounds = (int)value };
                    break;
                case "--verify":
                    options = options with { Verify = (int)Math.Min(value, 1) };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}
