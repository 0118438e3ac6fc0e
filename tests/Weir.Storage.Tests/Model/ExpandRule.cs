using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Weir.Storage.Tests.Model;

/// <summary>
/// What a migration may do while replicas of the version before it are at work: add what they needn't know of. What takes away belongs into
/// a migration called <c>Contract…</c>, a version later.
/// </summary>
internal static class ExpandRule
{
    /// <summary>How names of migrations begin that take away.</summary>
    public const string Contracting = "Contract";

    /// <summary>What replicas of the version before would stumble over, a sentence each.</summary>
    public static IEnumerable<string> Breaches(IEnumerable<MigrationOperation> operations)
    {
        var all = operations.ToList();
        var added = all.OfType<CreateTableOperation>().Select(table => table.Name).ToHashSet();
        return all.Select(operation => Breach(operation, added)).OfType<string>();
    }

    private static string? Breach(MigrationOperation operation, HashSet<string> added) => operation switch
    {
        DropTableOperation drop => $"{drop.Name} is dropped while the version before reads it.",
        DropColumnOperation drop => $"{drop.Table}.{drop.Name} is dropped while the version before reads it.",
        RenameTableOperation rename => $"{rename.Name} is renamed: add another, write both, and drop the old one a version later.",
        RenameColumnOperation rename => $"{rename.Table}.{rename.Name} is renamed: add another, write both, and drop the old one a version later.",
        AlterColumnOperation alter when alter.ColumnType != alter.OldColumn.ColumnType || (alter.OldColumn.IsNullable && !alter.IsNullable)
            => $"{alter.Table}.{alter.Name} takes less than before, or another type: the version before writes what it did.",
        AddColumnOperation { IsNullable: false, DefaultValue: null, DefaultValueSql: null } add
            => $"{add.Table}.{add.Name} must be given, and the version before doesn't know it: let it be null, or have a default.",
        CreateIndexOperation { IsUnique: true } index when !added.Contains(index.Table)
            => $"{index.Name} refuses rows that the version before may write.",
        AddForeignKeyOperation or AddUniqueConstraintOperation or AddCheckConstraintOperation
            => "A new constraint refuses rows that the version before may write.",
        _ => null,
    };
}
