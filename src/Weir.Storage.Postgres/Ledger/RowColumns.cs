using System.Collections;
using NpgsqlTypes;

namespace Weir.Storage.Postgres.Ledger;

/// <summary>The columns of a <see cref="RowStatement{TRow}"/>, in order.</summary>
internal sealed class RowColumns<TRow> : IEnumerable<RowColumn<TRow>>
{
    private readonly List<RowColumn<TRow>> _columns = [];

    public string Names => string.Join(", ", _columns.Select(column => column.Name));

    public void Add(string name, Converter<TRow, Guid> value) => Add(RowColumn<TRow>.Of(name, NpgsqlDbType.Uuid, value));

    public void Add(string name, Converter<TRow, Guid?> value) => Add(RowColumn<TRow>.Of(name, NpgsqlDbType.Uuid, value));

    public void Add(string name, Converter<TRow, long> value) => Add(RowColumn<TRow>.Of(name, NpgsqlDbType.Bigint, value));

    public void Add(string name, Converter<TRow, long?> value) => Add(RowColumn<TRow>.Of(name, NpgsqlDbType.Bigint, value));

    public void Add(string name, Converter<TRow, int> value) => Add(RowColumn<TRow>.Of(name, NpgsqlDbType.Integer, value));

    public void Add(string name, Converter<TRow, bool> value) => Add(RowColumn<TRow>.Of(name, NpgsqlDbType.Boolean, value));

    public void Add(string name, Converter<TRow, DateTimeOffset> value) => Add(RowColumn<TRow>.Of(name, NpgsqlDbType.TimestampTz, value));

    public void Add(string name, Converter<TRow, DateTimeOffset?> value) => Add(RowColumn<TRow>.Of(name, NpgsqlDbType.TimestampTz, value));

    public void Add(string name, Converter<TRow, string?> value) => Add(RowColumn<TRow>.Of(name, NpgsqlDbType.Text, value));

    public void Add(string name, Converter<TRow, byte[]> value) => Add(RowColumn<TRow>.Of(name, NpgsqlDbType.Bytea, value));

    public void Add(IEnumerable<RowColumn<TRow>> columns) => _columns.AddRange(columns);

    /// <summary>A parameter for each.</summary>
    /// <param name="around">What stands around the parameter with its type, as <c>{0}</c>.</param>
    public string Placeholders(string around = "{0}") =>
        string.Join(", ", _columns.Select((column, i) => around.Replace("{0}", $"${i + 1}::{column.SqlType}", StringComparison.Ordinal)));

    public IEnumerator<RowColumn<TRow>> GetEnumerator() => _columns.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Add(RowColumn<TRow> column) => _columns.Add(column);
}
