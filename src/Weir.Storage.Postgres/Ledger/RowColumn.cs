using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;

namespace Weir.Storage.Postgres.Ledger;

/// <summary>A value of each row of a <see cref="RowStatement{TRow}"/>.</summary>
internal abstract class RowColumn<TRow>(string name, NpgsqlDbType type)
{
    public string Name => name;

    public string SqlType { get; } = type switch
    {
        NpgsqlDbType.Uuid => "uuid",
        NpgsqlDbType.Bigint => "bigint",
        NpgsqlDbType.Integer => "int",
        NpgsqlDbType.Boolean => "bool",
        NpgsqlDbType.TimestampTz => "timestamptz",
        NpgsqlDbType.Text => "text",
        NpgsqlDbType.Bytea => "bytea",
        _ => throw new UnreachableException($"No column is {type}."),
    };

    public NpgsqlParameter Of(TRow row) => new() { NpgsqlDbType = type, Value = Value(row) ?? DBNull.Value };

    public NpgsqlParameter Of(List<TRow> rows) => new() { NpgsqlDbType = NpgsqlDbType.Array | type, Value = Values(rows) };

    protected abstract object? Value(TRow row);

    protected abstract object Values(List<TRow> rows);
}

/// <inheritdoc cref="RowColumn{TRow}"/>
internal sealed class RowColumn<TRow, TValue>(string name, NpgsqlDbType type, Converter<TRow, TValue> value) : RowColumn<TRow>(name, type)
{
    protected override object? Value(TRow row) => value(row);

    protected override object Values(List<TRow> rows) => rows.ConvertAll(value);
}
