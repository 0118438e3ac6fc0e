using System.Globalization;

namespace Weir.Bench.Ledger;

/// <summary>What the command line says.</summary>
internal sealed record BenchOptions
{
    public const string Usage = """
        dotnet run -c Release --project bench/ledger [-- options]

          --engine sqlite|postgres|both   what is measured (both)
          --entries N                     rows that the ledger has from the start (10000)
          --seconds N                     how long each load goes on (0.5); on SQLite less than 1
          --rounds N                      how often each is repeated; figures are the median (9)
          --processes N, --callers N, --accounts N
                                          only the loads with so many, 1 or 3, 1, 32 or 256, 1 or 1000
          --url postgres://…              a PostgreSQL server, and somebody who may create databases; else one is started for the run
        """;

    public bool Sqlite { get; private set; } = true;

    public bool Postgres { get; private set; } = true;

    public long Entries { get; private set; } = 10_000;

    public double Seconds { get; private set; } = 0.5;

    public int Rounds { get; private set; } = 9;

    public int? Processes { get; private set; }

    public int? Callers { get; private set; }

    public int? Accounts { get; private set; }

    public string? Url { get; private set; }

    public TimeSpan Duration => TimeSpan.FromSeconds(Seconds);

    /// <returns>Null when it can't be understood.</returns>
    public static BenchOptions? Read(string[] arguments)
    {
        var options = new BenchOptions();
        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length || !options.TryTake(arguments[i], arguments[i + 1]))
            {
                return null;
            }
        }

        // A bare loop on SQLite leaves no gap in which the ledger's heartbeat could get the file, and it doesn't wait for longer.
        return options is { Sqlite: true, Seconds: >= 1 } ? null : options;
    }

    private bool TryTake(string name, string value)
    {
        switch (name)
        {
            case "--engine" when value is "sqlite" or "postgres" or "both":
                (Sqlite, Postgres) = (value != "postgres", value != "sqlite");
                return true;
            case "--url" when Uri.IsWellFormedUriString(value, UriKind.Absolute):
                Url = value;
                return true;
            case "--entries" when Number(value) is >= 0 and var entries:
                Entries = (long)entries;
                return true;
            case "--seconds" when Number(value) is > 0 and var seconds:
                Seconds = seconds;
                return true;
            case "--rounds" when Number(value) is >= 1 and var rounds:
                Rounds = (int)rounds;
                return true;
            case "--processes" when Number(value) is { } processes:
                Processes = (int)processes;
                return true;
            case "--callers" when Number(value) is { } callers:
                Callers = (int)callers;
                return true;
            case "--accounts" when Number(value) is { } accounts:
                Accounts = (int)accounts;
                return true;
            default:
                return false;
        }
    }

    private static double? Number(string text) => double.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : null;
}
