using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Npgsql;
using Weir.Storage.Model;

namespace Weir.Storage.Postgres;

/// <summary>What <c>dotnet ef migrations add</c> builds the model from; the server is never asked.</summary>
internal sealed class DesignTimeContext : IDesignTimeDbContextFactory<WeirDbContext>
{
    public WeirDbContext CreateDbContext(string[] args)
    {
        var source = NpgsqlDataSource.Create("Host=design-time");
        var options = new DbContextOptionsBuilder<WeirDbContext>();
        PostgresStorage.Configure(options, source);
        return new WeirDbContext(options.Options, new PostgresEngine(source), WriteGate.Open(), new ConfigChanges());
    }
}
