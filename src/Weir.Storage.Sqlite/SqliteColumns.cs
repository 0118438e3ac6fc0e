using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Weir.Storage.Sqlite;

/// <summary>
/// SQLite has no types for ids and times, and EF's texts for them are large and do not sort: ids are 16 bytes big-endian, so that
/// version 7 ids sort by age, and times are microseconds since 1970 in UTC.
/// </summary>
internal static class SqliteColumns
{
    private static readonly ValueConverter<Guid, byte[]> Id = new(id => id.ToByteArray(true), bytes => new Guid(bytes, true));

    private static readonly ValueConverter<DateTimeOffset, long> Time = new(time => ToMicroseconds(time), value => FromMicroseconds(value));

    public static long ToMicroseconds(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset FromMicroseconds(long value) => DateTimeOffset.UnixEpoch.AddTicks(value * TimeSpan.TicksPerMicrosecond);

    public static void Apply(ModelBuilder builder)
    {
        foreach (var property in builder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
        {
            if (property.ClrType == typeof(Guid) || property.ClrType == typeof(Guid?))
            {
                property.SetValueConverter(Id);
            }
            else if (property.ClrType == typeof(DateTimeOffset) || property.ClrType == typeof(DateTimeOffset?))
            {
                property.SetValueConverter(Time);
            }
        }
    }
}
