namespace Weir.Bench.Ledger;

/// <summary>What a table without its indexes, or an index, takes on the disk.</summary>
internal sealed record StoredSize(string Name, long Bytes);
