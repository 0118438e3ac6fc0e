using System.Globalization;

namespace Weir.Bench.Ledger;

/// <summary>What the command line says.</summary>
/// <param name="Entries">Rows that the ledger has from the start.</param>
/// <param name="Seconds">How long each load goes on.</param>
/// <param name="Rounds">How often each is repeated; figures are the median.</param>
internal sealed record BenchOptions(long Entries, double Seconds, int Rounds)
{
    public const string Usage = "dotnet run -c Release --project bench/ledger [-- [--entries 10000000] [--seconds 0.5] [--rounds 9]]";

    /// <returns>Null when it can't be understood.</returns>
    public static BenchOptions? Read(string[] arguments)
    {
        var options = new BenchOptions(Entries: 10_000, Seconds: 0.5, Rounds: 9);
        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length || !double.TryParse(arguments[i + 1], CultureInfo.InvariantCulture, out var value) || value < 0)
            {
                return null;
            }

            switch (arguments[i])
            {
                case "--entries":
                    options = options with { Entries = (long)value };
                    break;
                case "--seconds" when value > 0:
                    options = options with { Seconds = value };
                    break;
                case "--rounds" when value >= 1:
                    options = options with { Rounds = (int)value };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}
