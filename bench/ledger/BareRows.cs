using System.Buffers.Binary;

namespace Weir.Bench.Ledger;

/// <summary>What a bare transaction on PostgreSQL changes.</summary>
internal sealed class BareRows
{
    private const long Reserved = 3_000;

    private const long Posted = 2_000;

    public required Guid Replica { get; init; }

    public required DateTimeOffset Now { get; init; }

    public List<(Guid Attempt, Guid User, byte[] Windows)> Inserted { get; } = [];

    public List<(Guid Attempt, Guid User, byte[] Windows)> Ended { get; } = [];

    /// <summary>By window, in the order in which they are locked: what is added to posted, and to pending.</summary>
    public SortedDictionary<long, (long Posted, long Pending)> Windows { get; } = [];

    /// <summary>By user, in the order in which their sums are written.</summary>
    public SortedDictionary<Guid, long> Sums { get; } = [];

    public void Reserve(Guid attempt, Guid user, long capped, long counted)
    {
        Inserted.Add((attempt, user, Pack([capped, Reserved, counted, Reserved])));
        Change(capped, 0, Reserved);
        Change(counted, 0, Reserved);
    }

    public void Settle(Guid attempt, Guid user, long capped, long counted)
    {
        Ended.Add((attempt, user, Pack([capped, counted])));
        Change(capped, Posted, -Reserved);
        Change(counted, Posted, -Reserved);
        Sums[user] = Sums.GetValueOrDefault(user) + 1;
    }

    private static byte[] Pack(ReadOnlySpan<long> numbers)
    {
        var bytes = new byte[numbers.Length * sizeof(long)];
        for (var i = 0; i < numbers.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), numbers[i]);
        }

        return bytes;
    }

    private void Change(long window, long posted, long pending)
    {
        var before = Windows.GetValueOrDefault(window);
        Windows[window] = (before.Posted + posted, before.Pending + pending);
    }
}
