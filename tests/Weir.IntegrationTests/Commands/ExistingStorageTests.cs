using Weir.Databases;
using Weir.IntegrationTests.Running;
using Weir.Settings;
using Weir.Storage.Postgres;
using Weir.TestKit;
using Xunit;

namespace Weir.IntegrationTests.Commands;

public sealed class ExistingStorageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Database_NotThere_IsSaidWithItsPlace()
    {
        var problem = await ProblemAsync(new() { DataFolder = "/nowhere" });

        Assert.StartsWith("There is no database at /nowhere/weir.db: start Weir once", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Database_WithoutTables_IsSaidToBeNew()
    {
        using var folder = new TempFolder();
        await File.WriteAllBytesAsync(folder.File("weir.db"), [], Cancellation);
        await using var database = await HostDatabase.NewEmptyAsync(Cancellation);

        Assert.StartsWith("Weir was never started with the database", await ProblemAsync(new() { DataFolder = folder.Path }), StringComparison.Ordinal);
        Assert.StartsWith("Weir was never started with the database", await ProblemAsync(new() { Database = Address(database.Url) }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_Unreachable_IsSaidWithoutThePassword()
    {
        var problem = await ProblemAsync(new() { Database = Address("postgres://weir:s3cret@127.0.0.1:1/weir") });

        Assert.Contains("/weir cannot be used: ", problem, StringComparison.Ordinal);
        Assert.Contains("See that the server runs", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", problem, StringComparison.Ordinal);
    }

    private static PostgresAddress Address(string url)
    {
        Assert.True(PostgresAddress.TryRead(url, out var address, out var problem), problem);
        return address;
    }

    private static async Task<string> ProblemAsync(WeirSettings settings)
    {
        var refused = await Assert.ThrowsAsync<SettingsException>(() => ExistingStorage.OpenAsync(settings, Cancellation));
        return Assert.Single(refused.Problems);
    }
}
