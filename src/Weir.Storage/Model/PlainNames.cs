using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;

namespace Weir.Storage.Model;

/// <summary>Tables, columns, keys and indexes are named in snake_case, so that people can query them without quoting.</summary>
internal static partial class PlainNames
{
    public static void Apply(ModelBuilder builder)
    {
        foreach (var entity in builder.Model.GetEntityTypes())
        {
            entity.SetTableName(Plain(entity.GetTableName()!.Replace("AspNet", "", StringComparison.Ordinal)));
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(Plain(property.GetColumnName()));
            }

            foreach (var key in entity.GetKeys())
            {
                key.SetName(Plain(key.GetName()!));
            }

            foreach (var key in entity.GetForeignKeys())
            {
                key.SetConstraintName(Plain(key.GetConstraintName()!));
            }

            foreach (var index in entity.GetIndexes())
            {
                index.SetDatabaseName(Plain(index.GetDatabaseName()!));
            }
        }
    }

    private static string Plain(string name) =>
#pragma warning disable CA1308 // Database names are lower case.
        WordStart().Replace(name, "_$0").ToLowerInvariant();
#pragma warning restore CA1308

    [GeneratedRegex("(?<=[a-z0-9])[A-Z]")]
    private static partial Regex WordStart();
}
