using Npgsql;

namespace Weir.Storage.Postgres.Ledger;

/// <summary>The numbers of names, made by a connection of its own: so a name stays when a transaction is rolled back, and nobody waits for it.</summary>
internal sealed class NameIds(NpgsqlDataSource source)
{
    /// <summary>Model names come from callers, so what is remembered of them is bounded; beyond, it is looked up anew.</summary>
    private const int Most = 4_096;

    private readonly Dictionary<string, long> _names = [];

    public long Of(string text)
    {
        if (_names.TryGetValue(text, out var id))
        {
            return id;
        }

        if (_names.Count >= Most)
        {
            _names.Clear();
        }

        return _names[text] = StoreGuard.Run(() => Find(text));
    }

    private long Find(string text)
    {
        using var command = source.CreateCommand("""
            WITH made AS (INSERT INTO names (text) VALUES ($1) ON CONFLICT (text) DO NOTHING RETURNING id)
            SELECT id FROM made UNION ALL SELECT id FROM names WHERE text = $1 LIMIT 1
            """);
        command.Parameters.Add(new() { Value = text });
        return (long)command.ExecuteScalar()!;
    }
}
