using System.Buffers.Binary;

namespace Weir.Storage.Ledger.Writing;

/// <summary>
/// How a row names its budget windows. A reservation also says what it set aside in each, in the window's unit: sixteen bytes, id and amount.
/// An entry names them alone: eight bytes, as what it weighs follows from its counts. All little-endian.
/// </summary>
internal static class WindowShares
{
    private const int IdSize = sizeof(long);

    private const int ShareSize = 2 * sizeof(long);

    public static byte[] Pack(ReadOnlySpan<WindowAccount> windows, ReadOnlySpan<long> amounts)
    {
        var packed = new byte[windows.Length * ShareSize];
        for (var i = 0; i < windows.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(packed.AsSpan(i * ShareSize), windows[i].Id);
            BinaryPrimitives.WriteInt64LittleEndian(packed.AsSpan((i * ShareSize) + IdSize), amounts[i]);
        }

        return packed;
    }

    public static int Count(byte[] shares) => shares.Length / ShareSize;

    public static (long Window, long Amount) Share(byte[] shares, int index) => (
        BinaryPrimitives.ReadInt64LittleEndian(shares.AsSpan(index * ShareSize)),
        BinaryPrimitives.ReadInt64LittleEndian(shares.AsSpan((index * ShareSize) + IdSize)));

    /// <summary>The same after a reservation's amounts were lowered.</summary>
    public static byte[] With(byte[] shares, ReadOnlySpan<long> amounts)
    {
        var changed = (byte[])shares.Clone();
        for (var i = 0; i < amounts.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(changed.AsSpan((i * ShareSize) + IdSize), amounts[i]);
        }

        return changed;
    }

    /// <summary>The windows of a reservation as its entry names them.</summary>
    public static byte[] Ids(byte[] shares)
    {
        var ids = new byte[Count(shares) * IdSize];
        for (var i = 0; i < Count(shares); i++)
        {
            shares.AsSpan(i * ShareSize, IdSize).CopyTo(ids.AsSpan(i * IdSize));
        }

        return ids;
    }

    public static int CountIds(byte[] ids) => ids.Length / IdSize;

    public static long Id(byte[] ids, int index) => BinaryPrimitives.ReadInt64LittleEndian(ids.AsSpan(index * IdSize));
}
