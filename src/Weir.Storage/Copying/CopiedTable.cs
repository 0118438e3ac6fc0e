using System.Collections.Immutable;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Weir.Storage.Model;

namespace Weir.Storage.Copying;

/// <summary>A table of the model in one engine. Columns stand in the same order in every engine, by the model's names.</summary>
internal sealed class CopiedTable
{
    private CopiedTable(IEntityType entity)
    {
        Name = entity.GetTableName()!;
        Entity = entity.ClrType;
        Columns = [.. entity.GetProperties().OrderBy(property => property.Name, StringComparer.Ordinal).Select(property => new CopiedColumn(property))];
        Seeds = entity.GetSeedData().Count();
        ColumnList = string.Join(", ", Columns.Select(column => column.Name));
    }

    public string Name { get; }

    /// <summary>What its rows are in the model.</summary>
    public Type Entity { get; }

    public ImmutableArray<CopiedColumn> Columns { get; }

    /// <summary>With commas between them.</summary>
    public string ColumnList { get; }

    /// <summary>How many rows it has in a database that nobody has used yet.</summary>
    public int Seeds { get; }

    /// <summary>All tables of the model, each after those that its rows refer to.</summary>
    public static IReadOnlyList<CopiedTable> All(WeirDbContext db)
    {
        // What is only known at design time is the seeds.
        var model = db.GetService<IDesignTimeModel>().Model;
        var sorted = new List<IEntityType>();
        foreach (var entity in model.GetEntityTypes().OrderBy(entity => entity.Name, StringComparer.Ordinal))
        {
            Add(entity, sorted);
        }

        return [.. sorted.Select(entity => new CopiedTable(entity))];
    }

    public async Task<long> CountAsync(WeirDbContext db, CancellationToken cancellationToken)
    {
        await using var command = Command(db, $"SELECT count(*) FROM {Name}");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Every row. It is the same array each time.</summary>
    /// <param name="db">With an open connection.</param>
    /// <param name="read">What to take of a column: the value as it is stored, or as the model knows it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async IAsyncEnumerable<object?[]> ReadAsync(
        WeirDbContext db, Func<CopiedColumn, DbDataReader, int, object?> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = Command(db, $"SELECT {ColumnList} FROM {Name}");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var values = new object?[Columns.Length];
        while (await reader.ReadAsync(cancellationToken))
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = read(Columns[i], reader, i);
            }

            yield return values;
        }
    }

    /// <summary>A statement that may take as long as it takes.</summary>
    internal static DbCommand Command(WeirDbContext db, string sql)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // Names of the model alone.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.CommandTimeout = 0;
        return command;
    }

    private static void Add(IEntityType entity, List<IEntityType> sorted)
    {
        if (sorted.Contains(entity))
        {
            return;
        }

        foreach (var principal in entity.GetForeignKeys().Select(key => key.PrincipalEntityType).Where(principal => principal != entity))
        {
            Add(principal, sorted);
        }

        sorted.Add(entity);
    }
}
