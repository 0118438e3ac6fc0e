using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Weir.Storage.Accounts;

namespace Weir.Authentication;

/// <summary>
/// Hashes and verifies passwords, a few at a time: each keeps a core busy for a fifth of a second, which people who are being served
/// need too.
/// </summary>
internal sealed class Passwords : IDisposable
{
    /// <summary>PBKDF2 with SHA-512, as OWASP advises it.</summary>
    public const int Iterations = 210_000;

    /// <summary>At a fifth of a second each the last in line waits some seconds; longer, and clients have given up.</summary>
    private const int Line = 32;

    private readonly IPasswordHasher<User> _hasher;

    private readonly SemaphoreSlim _turns = new(Math.Max(1, Environment.ProcessorCount / 2));

    private readonly User _nobody;

    private int _waiting;

    public Passwords(IPasswordHasher<User> hasher, IOptions<PasswordHasherOptions> options)
    {
        _hasher = hasher;
        _nobody = new User { PasswordHash = HashOfNothing(options.Value.IterationCount) };
    }

    /// <param name="user">Whose; null verifies against nobody's, which takes as long and is always wrong.</param>
    /// <param name="password">As it was entered.</param>
    /// <param name="cancellationToken">Leaves the line.</param>
    public async Task<PasswordVerdict> VerifyAsync(User? user, string password, CancellationToken cancellationToken)
    {
        var account = user is { PasswordHash: not null } ? user : _nobody;
        var verified = await InLineAsync(() => (PasswordVerificationResult?)_hasher.VerifyHashedPassword(account, account.PasswordHash!, password), cancellationToken);
        return verified switch
        {
            null => PasswordVerdict.Busy,
            _ when account == _nobody => PasswordVerdict.Wrong,
            PasswordVerificationResult.Success => PasswordVerdict.Right,
            PasswordVerificationResult.SuccessRehashNeeded => PasswordVerdict.RightButOutdated,
            _ => PasswordVerdict.Wrong,
        };
    }

    /// <summary>Null when too many are waiting.</summary>
    public Task<string?> HashAsync(User user, string password, CancellationToken cancellationToken) =>
        InLineAsync(() => (string?)_hasher.HashPassword(user, password), cancellationToken);

    public void Dispose() => _turns.Dispose();

    private async Task<T?> InLineAsync<T>(Func<T?> work, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _waiting) > Line)
        {
            Interlocked.Decrement(ref _waiting);
            return default;
        }

        try
        {
            await _turns.WaitAsync(cancellationToken);
            try
            {
                return work();
            }
            finally
            {
                _turns.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>
    /// A hash in Identity's format 3 that no password has: the result is random rather than computed, so it costs nothing to make
    /// and as much as any other to verify. <c>01 | prf 2 = SHA-512 | iterations | salt length 16 | salt | 32 bytes</c>, big-endian.
    /// </summary>
    private static string HashOfNothing(int iterations)
    {
        var hash = RandomNumberGenerator.GetBytes(13 + 16 + 32);
        hash[0] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(1), 2);
        BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(5), (uint)iterations);
        BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(9), 16);
        return Convert.ToBase64String(hash);
    }
}
