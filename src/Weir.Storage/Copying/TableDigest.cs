using System.Collections;

namespace Weir.Storage.Copying;

/// <summary>
/// What tells whether a table holds the rows that were written to it, in whatever order: how many, and the sum of the hashes of what is stored.
/// Hashes differ from process to process, so digests are compared within one.
/// </summary>
internal sealed class TableDigest
{
    private ulong _sum;

    public long Rows { get; private set; }

    public void Add(object?[] values)
    {
        var hash = default(HashCode);
        foreach (var value in values)
        {
            Add(ref hash, value);
        }

        Rows++;
        unchecked
        {
            _sum += (uint)hash.ToHashCode();
        }
    }

    public bool IsSameAs(TableDigest other) => (Rows, _sum) == (other.Rows, other._sum);

    private static void Add(ref HashCode hash, object? value)
    {
        switch (value)
        {
            case byte[] bytes:
                hash.Add(bytes.Length);
                hash.AddBytes(bytes);
                break;
            case IEnumerable list and not string:
                foreach (var item in list)
                {
                    Add(ref hash, item);
                }

                break;
            default:
                hash.Add(value);
                break;
        }
    }
}
