using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Weir.Accounting;
using Weir.Proxy.Dialects;
using Weir.Proxy.Routing;
using Weir.Storage.Copying;
using Weir.Storage.Ledger;
using Weir.Storage.Model;
using Weir.Storage.Tests.Engines;

namespace Weir.Storage.Tests.Copying;

/// <summary>Puts something into every column of every table that the model has, whichever that may be, and shows what lies in them.</summary>
internal static class FilledDatabase
{
    private static readonly MethodInfo ShowAny = typeof(FilledDatabase).GetMethod(nameof(ShowOf), BindingFlags.NonPublic | BindingFlags.Static)!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <param name="process">With the database.</param>
    /// <param name="rows">For each table.</param>
    public static async Task FillAsync(IServiceProvider process, int rows)
    {
        await using var db = process.NewContext();
        var tables = process.GetRequiredService<IBulkTables>();
        var all = CopiedTable.All(db);
        await db.Database.OpenConnectionAsync(Cancellation);
        await tables.BeginWritingAsync(db, all, Cancellation);
        await tables.EmptyAsync(db, all, Cancellation);
        var keys = new Dictionary<IProperty, object[]>();
        foreach (var table in all)
        {
            await using var writer = await tables.WriteAsync(db, table, Cancellation);
            var properties = Properties(db, table);
            var columns = properties.Select(property => Enumerable.Range(0, rows).Select(row => Value(property, row, keys)).ToArray()).ToArray();
            for (var row = 0; row < rows; row++)
            {
                await writer.WriteAsync([.. columns.Select((column, i) => table.Columns[i].ToStored(column[row]))], Cancellation);
            }

            await writer.CompleteAsync(Cancellation);
            for (var i = 0; i < properties.Length; i++)
            {
                keys[properties[i]] = columns[i]!;
            }
        }

        await tables.CommitAsync(db, Cancellation);
    }

    /// <summary>Every row of every table, as EF reads it.</summary>
    public static async Task<Dictionary<string, string[]>> ShowAsync(IServiceProvider process)
    {
        await using var db = process.NewContext();
        return db.Model.GetEntityTypes().ToDictionary(
            entity => entity.GetTableName()!,
            entity => (string[])ShowAny.MakeGenericMethod(entity.ClrType).Invoke(null, [db, entity])!);
    }

    private static string[] ShowOf<T>(WeirDbContext db, IEntityType entity)
        where T : class =>
        [.. db.Set<T>().AsNoTracking().AsEnumerable().Select(row => string.Join(" | ", entity.GetProperties().Select(property => Show(property.GetGetter().GetClrValue(row))))).Order(StringComparer.Ordinal)];

    private static string Show(object? value) => JsonSerializer.Serialize(value is DateTimeOffset time ? time.UtcTicks : value);

    private static IProperty[] Properties(WeirDbContext db, CopiedTable table) =>
    [
        .. db.Model.GetEntityTypes().Single(entity => entity.GetTableName() == table.Name).GetProperties().OrderBy(property => property.Name, StringComparer.Ordinal),
    ];

    private static object? Value(IProperty property, int row, Dictionary<IProperty, object[]> keys)
    {
        if (property.FindFirstPrincipal() is { } principal && property.IsForeignKey())
        {
            return keys[principal][row];
        }

        // One row in three has none.
        return property.IsNullable && row % 3 == 2 ? null : Value(property, Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType, row);
    }

    private static object Value(IProperty property, Type type, int row) => type switch
    {
        _ when type == typeof(Guid) => Guid.CreateVersion7(),
        _ when type == typeof(string) => $"{property.Name} {row} äöü 龍",
        _ when type == typeof(long) => long.MaxValue / 50 * (row + 1 > 2 ? -1 : 1) + row,
        _ when type == typeof(int) => row + 1,
        _ when type == typeof(bool) => row % 2 == 0,
        _ when type == typeof(byte[]) => BitConverter.GetBytes((long)row),
        _ when type == typeof(DateTimeOffset) => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMicroseconds(row * 1_000_001),
        _ when type.IsEnum => Enum.ToObject(type, row % 2),
        _ when type == typeof(List<string>) => row % 2 == 0 ? [] : new List<string> { "claude-*", "a \"quoted\", one" },
        _ when type == typeof(List<Dialect>) => new List<Dialect> { Dialect.Ollama, Dialect.Anthropic },
        _ when type == typeof(List<RouteTargetConfig>) => new List<RouteTargetConfig> { new("box", "llama", row + 1) },
        _ when type == typeof(List<BudgetDraft>) => new List<BudgetDraft> { new("A month", BudgetUnit.NanoDollars, WindowKind.Month, "Europe/Berlin", 5_000_000_000 + row, ShortRoom.Refuse, ["claude-*"]) },
        _ when type == typeof(PriceTerms) => new PriceTerms
        {
            Rates = new(3_000_000_000 + row, 1, 2, 3, 4),
            Speed = new() { Permille = ImmutableDictionary<string, int>.Empty.Add("fast", 2_000).Add("slow", 900) },
            ToolFees = ImmutableDictionary<string, long>.Empty.Add("web_search", 10_000_000),
        },
        _ => throw new NotSupportedException($"Say here what a {type} looks like, so that {property.DeclaringType.Name}.{property.Name} is copied in the test."),
    };
}
