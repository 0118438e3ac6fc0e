using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Weir.Storage.Model;

namespace Weir.Storage.Sqlite;

/// <summary>What <c>dotnet ef migrations add</c> builds the model from; the file is never opened.</summary>
internal sealed class DesignTimeContext : IDesignTimeDbContextFactory<WeirDbContext>
{
    public WeirDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<WeirDbContext>();
        SqliteStorage.Configure(options, "design-time.db");
        return new WeirDbContext(options.Options, new SqliteEngine("design-time.db"), new WriteGate(), new ConfigChanges());
    }
}
