using System.Globalization;

namespace Weir.Bench.Usage;

/// <summary>What the command line says.</summary>
/// <param name="Store">The database engine.</param>
/// <param name="Entries">Rows that the ledger is filled with.</param>
/// <param name="Users">Whose they are.</param>
/// <param name="Requests">To each endpoint.</param>
/// <param name="Rounds">Of admissions on each database, a quarter of a second each.</param>
internal sealed record BenchOptions(string Store, long Entries, int Users, int Requests, int Rounds)
{
    public const string Sqlite = "sqlite";

    public const string Postgres = "postgres";

    public const string Usage =
        "dotnet run -c Release --project bench/usage [-- [--store sqlite|postgres] [--entries 10000000] [--users 1000] [--requests 200] [--rounds 40]]";

    /// <returns>Null when it can't be understood.</returns>
    public static BenchOptions? Read(string[] arguments)
    {
        var options = new BenchOptions(Sqlite, Entries: 10_000_000, Users: 1_000, Requests: 200, Rounds: 40);
        for (var i = 0; i < arguments.Length; i += 2)
        {
            var word = i + 1 < arguments.Length ? arguments[i + 1] : "";
            var number = long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : -1;
            var read = (arguments[i], number) switch
            {
                ("--store", _) when word is Sqlite or Postgres => options with { Store = word },
                ("--entries", >= 1_000) => options with { Entries = number },
                ("--users", >= 2 and <= 100_000) => options with { Users = (int)number },
                ("--requests", >= 20 and <= 100_000) => options with { Requests = (int)number },
                ("--rounds", >= 1 and <= 10_000) => options with { Rounds = (int)number },
                _ => null,
            };
            if (read is null)
            {
                return null;
            }

            options = read;
        }

        return options;
    }
}
