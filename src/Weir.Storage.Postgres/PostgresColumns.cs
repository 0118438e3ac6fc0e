using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Weir.Storage.Postgres;

/// <summary>PostgreSQL has a type for everything Weir keeps. A <c>timestamptz</c> is always UTC, and the driver refuses to send any other.</summary>
internal static class PostgresColumns
{
    private static readonly ValueConverter<DateTimeOffset, DateTimeOffset> Time = new(time => time.ToUniversalTime(), time => time);

    public static void Apply(ModelBuilder builder)
    {
        foreach (var property in builder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
        {
            if (property.ClrType == typeof(DateTimeOffset) || property.ClrType == typeof(DateTimeOffset?))
            {
                property.SetValueConverter(Time);
            }
        }
    }
}
