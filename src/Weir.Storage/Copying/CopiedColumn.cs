using System.Data.Common;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Weir.Storage.Copying;

/// <summary>One column in one engine: how its values, which are the same in every engine, lie there.</summary>
internal sealed class CopiedColumn
{
    private static readonly MethodInfo ReadAny = typeof(CopiedColumn).GetMethod(nameof(ReadAs), BindingFlags.NonPublic | BindingFlags.Static)!;

    private readonly Func<DbDataReader, int, object> _read;
    private readonly ValueConverter? _converter;
    private readonly PropertyInfo _member;

    public CopiedColumn(IProperty property)
    {
        _member = property.PropertyInfo!;
        var mapping = property.GetRelationalTypeMapping();
        Name = property.GetColumnName();
        StoreType = mapping.StoreTypeNameBase;
        IsCounted = property.ValueGenerated == ValueGenerated.OnAdd && property.ClrType != typeof(Guid);
        _converter = mapping.Converter;
        var stored = _converter?.ProviderClrType ?? mapping.ClrType;
        _read = ReadAny.MakeGenericMethod(Nullable.GetUnderlyingType(stored) ?? stored).CreateDelegate<Func<DbDataReader, int, object>>();
    }

    public string Name { get; }

    /// <summary>The engine's name of the type, without a length.</summary>
    public string StoreType { get; }

    /// <summary>True when the database numbers new rows by it.</summary>
    public bool IsCounted { get; }

    /// <summary>The value as the engine's driver gives it; null for none.</summary>
    public object? ReadStored(DbDataReader reader, int ordinal) => reader.IsDBNull(ordinal) ? null : _read(reader, ordinal);

    /// <summary>The value as the model knows it.</summary>
    public object? Read(DbDataReader reader, int ordinal)
    {
        var stored = ReadStored(reader, ordinal);
        var value = stored is null || _converter is null ? stored : _converter.ConvertFromProvider(stored);
        // A model may be asked for by a name with a zero in it; PostgreSQL keeps no such text.
        return value is string text && text.Contains('\0', StringComparison.Ordinal) ? text.Replace('\0', '\uFFFD') : value;
    }

    /// <summary>The value as the engine's driver takes it; null for none.</summary>
    public object? ToStored(object? value) => value is null || _converter is null ? value : _converter.ConvertToProvider(value);

    /// <summary>What an entity of the table holds for it, as the engine's driver takes it; null for nothing.</summary>
    public object? ToStoredFrom(object entity) => ToStored(_member.GetValue(entity));

    private static object ReadAs<T>(DbDataReader reader, int ordinal)
        where T : notnull => reader.GetFieldValue<T>(ordinal);
}
