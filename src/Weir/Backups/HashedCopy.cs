using System.Security.Cryptography;
using Weir.Storage.Steps;

namespace Weir.Backups;

/// <summary>Copies a stream and says what came by.</summary>
internal static class HashedCopy
{
    public const int Kibi = 1_024;

    /// <param name="from">What is read.</param>
    /// <param name="to">What is written.</param>
    /// <param name="most">Reading ends after one byte more.</param>
    /// <param name="progress">Hears of it in units of <see cref="Kibi"/> bytes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many bytes came, and the SHA-256 of them in hexadecimal.</returns>
    public static async Task<(long Bytes, string Sha256)> RunAsync(Stream from, Stream to, long most, IStepProgress progress, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[256 * Kibi];
        var bytes = 0L;
        int read;
        while (bytes <= most && (read = await from.ReadAsync(buffer, cancellationToken)) > 0)
        {
            hash.AppendData(buffer, 0, read);
            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            progress.Advance(((bytes + read) / Kibi) - (bytes / Kibi));
            bytes += read;
        }

        return (bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
