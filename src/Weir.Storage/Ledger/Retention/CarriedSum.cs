using System.Buffers.Binary;
using System.Security.Cryptography;
using Weir.Accounting;

namespace Weir.Storage.Ledger.Retention;

/// <summary>
/// One entry for all old ones of a user and key at an upstream with a model in the same budget windows. It adds to the windows just what they
/// added, so no window changes.
/// </summary>
internal static class CarriedSum
{
    /// <summary>The same for all entries of one sum, so that the sum of before is found and added to. It stands where others have their attempt.</summary>
    public static Guid Key(LedgerEntry entry)
    {
        Span<byte> text = stackalloc byte[48 + entry.Windows.Length];
        entry.UserId.TryWriteBytes(text);
        (entry.ApiKeyId ?? Guid.Empty).TryWriteBytes(text[16..]);
        BinaryPrimitives.WriteInt64LittleEndian(text[32..], entry.UpstreamId);
        BinaryPrimitives.WriteInt64LittleEndian(text[40..], entry.ModelId);
        entry.Windows.CopyTo(text[48..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        // Version 8: by a rule of one's own.
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new(hash[..16], bigEndian: true);
    }

    /// <param name="key">What they have in common.</param>
    /// <param name="entries">At least one.</param>
    public static LedgerEntry Of(Guid key, IEnumerable<LedgerEntry> entries)
    {
        LedgerEntry? sum = null;
        var pace = default(Pace);
        foreach (var entry in entries)
        {
            sum ??= Empty(key, entry);
            sum.AdmittedAt = entry.AdmittedAt < sum.AdmittedAt ? entry.AdmittedAt : sum.AdmittedAt;
            sum.EndedAt = entry.EndedAt > sum.EndedAt ? entry.EndedAt : sum.EndedAt;
            sum.Add(entry);
            pace += entry.Pace;
            sum.Reserved += entry.Kind is LedgerEntryKind.Posted or LedgerEntryKind.Carried ? entry.Reserved : 0;
            sum.IsPriceUncertain |= entry.IsPriceUncertain;
            sum.Source = entry.Source > sum.Source ? entry.Source : sum.Source;
        }

        (sum!.FirstBytes, sum.FirstByteMicroseconds) = (pace.FirstBytes, pace.FirstByteMicroseconds);
        (sum.StreamedMicroseconds, sum.StreamedOutput) = (pace.StreamedMicroseconds, pace.StreamedOutput);
        return sum;
    }

    private static LedgerEntry Empty(Guid key, LedgerEntry first) => new()
    {
        AttemptId = key,
        Kind = LedgerEntryKind.Carried,
        UserId = first.UserId,
        ApiKeyId = first.ApiKeyId,
        UpstreamId = first.UpstreamId,
        ModelId = first.ModelId,
        AdmittedAt = first.AdmittedAt,
        EndedAt = first.EndedAt,
        Outcome = AttemptOutcome.Completed,
        Windows = first.Windows,
    };
}
