using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;

namespace Weir.Storage.Postgres.Ledger;

/// <summary>A value of each row of a <see cref="RowStatement{TRow}"/>.</summary>
internal sealed class RowColumn<TRow>
{
    private readonly NpgsqlDbType _type;
    private readonly Func<TRow, object?> _value;
    private readonly Func<List<TRow>, object> _values;

    private RowColumn(string name, NpgsqlDbType type, Func<TRow, object?> value, Func<List<TRow>, object> values) => (Name, _type, _value, _values) = (name, type, value, values);

    public string Name { get; }

    public string SqlType => _type switch
    {
        NpgsqlDbType.Uuid => "uuid",
        NpgsqlDbType.Bigint => "bigint",
        NpgsqlDbType.Integer => "int",
        NpgsqlDbType.Boolean => "bool",
        NpgsqlDbType.TimestampTz => "timestamptz",
        NpgsqlDbType.Text => "text",
        NpgsqlDbType.Bytea => "bytea",
        _ => throw new UnreachableException($"No column is {_type}."),
    };

    public static RowColumn<TRow> Of<TValue>(string name, NpgsqlDbType type, Converter<TRow, TValue> value) =>
        new(name, type, row => value(row), rows => rows.ConvertAll(value));

    public NpgsqlParameter Of(TRow row) => new() { NpgsqlDbType = _type, Value = _value(row) ?? DBNull.Value };

    public NpgsqlParameter Of(List<TRow> rows) => new() { NpgsqlDbType = NpgsqlDbType.Array | _type, Value = _values(rows) };
}
