using Microsoft.EntityFrameworkCore;
using Weir.Storage.Model;

namespace Weir.Storage.Copying;

/// <summary>Whether a database has tables that this program doesn't know.</summary>
public static class SchemaVersion
{
    /// <summary>A program that is older than its database runs beside newer ones; but what it copied would lack what it doesn't know of.</summary>
    /// <exception cref="CopyRefusedException">A newer Weir has made it.</exception>
    public static async Task RefuseNewerAsync(WeirDbContext db, string name, CancellationToken cancellationToken)
    {
        // Makes an SQLite file a write-ahead one; asking for migrations first looks at it through a connection that may not.
        await db.Database.OpenConnectionAsync(cancellationToken);
        var unknown = (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).Except(db.Database.GetMigrations()).FirstOrDefault();
        if (unknown is not null)
        {
            throw new CopyRefusedException($"{name} is of a newer version of Weir: it has {unknown}, which this one doesn't know. Nothing was changed. Use the newer Weir.");
        }
    }
}
