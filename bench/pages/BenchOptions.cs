using System.Globalization;

namespace Weir.Bench.Pages;

/// <summary>What is measured, as the command line says it.</summary>
/// <param name="Users">How many people the installation has.</param>
/// <param name="Entries">How many entries its ledger has.</param>
/// <param name="Rounds">How often each page is visited.</param>
/// <param name="Open">How many pages are open at once when their cost is measured.</param>
/// <param name="Data">Where the installation is kept for the next run; null: nowhere.</param>
internal sealed record BenchOptions(int Users, long Entries, int Rounds, int Open, string? Data)
{
    public const string Usage = "Usage: Weir.Bench.Pages [--users 1000] [--entries 10000000] [--rounds 20] [--open 20] [--data folder]";

    /// <summary>Null when the arguments make no sense.</summary>
    public static BenchOptions? Read(string[] args)
    {
        var options = new BenchOptions(1_000, 10_000_000, 20, 20, null);
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            if (args[i] == "--data")
            {
                options = options with { Data = Path.GetFullPath(args[i + 1]) };
                continue;
            }

            if (!long.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value < 1)
            {
                return null;
            }

            switch (args[i])
            {
                case "--users":
                    options = options with { Users = (int)value };
                    break;
                case "--entries":
                    options = options with { Entries = value };
                    break;
                case "--rounds":
                    options = options with { Rounds = (int)value };
                    break;
                case "--open":
                    options = options with { Open = (int)value };
                    break;
                default:
                    return null;
            }
        }

        return args.Length % 2 == 0 ? options : null;
    }
}
