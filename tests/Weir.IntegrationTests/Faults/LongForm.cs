using System.Globalization;
using Xunit;

namespace Weir.IntegrationTests.Faults;

/// <summary>How much is broken: a short form in every run, and as much as a variable says by hand. CONTRIBUTING.md lists them.</summary>
internal static class LongForm
{
    public static int SqliteKills => Read("WEIR_TEST_KILLS", 5);

    public static int ReplicaKills => Read("WEIR_TEST_REPLICA_KILLS", 3);

    public static int DatabaseKills => Read("WEIR_TEST_DATABASE_KILLS", 2);

    /// <summary>How long a database is in trouble.</summary>
    public static TimeSpan Trouble => TimeSpan.FromSeconds(Read("WEIR_TEST_TROUBLE_SECONDS", 3));

    /// <summary>Tells how far it is, for whoever waits before <c>-showLiveOutput</c>.</summary>
    public static void Tell(int kill, int kills) => TestContext.Current.TestOutputHelper?.WriteLine($"{kill + 1} of {kills}");

    private static int Read(string variable, int shortForm) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : shortForm;
}
