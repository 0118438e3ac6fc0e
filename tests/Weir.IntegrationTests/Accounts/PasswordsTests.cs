using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Weir.Authentication;
using Weir.Storage.Accounts;
using Xunit;

namespace Weir.IntegrationTests.Accounts;

public sealed class PasswordsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hash_Made_IsPbkdf2WithTheIterationsOfTheDesign()
    {
        using var passwords = new Passwords(new PasswordHasher<User>(Settings), Settings);
        var hash = Convert.FromBase64String((await passwords.HashAsync(new(), "four green whales dance", Cancellation))!);
        Assert.Equal(1, hash[0]);
        Assert.Equal(210_000, System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(5)));
    }

    [Fact]
    public async Task Verification_OfNobody_HashesAsOftenAndIsWrong()
    {
        using var hasher = new GatedHasher();
        hasher.Open();
        using var passwords = new Passwords(hasher, Settings);
        Assert.Equal(PasswordVerdict.Wrong, await passwords.VerifyAsync(null, "anything", Cancellation));
        var nobodys = Convert.FromBase64String(Assert.Single(hasher.Verified));
        Assert.Equal(210_000, System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(nobodys.AsSpan(5)));
        // The real hasher reads it to the end, so that it costs as much as any other.
        Assert.Equal(PasswordVerificationResult.Failed, new PasswordHasher<User>(Settings).VerifyHashedPassword(new(), Convert.ToBase64String(nobodys), "anything"));
    }

    [Fact]
    public async Task Line_TooLong_IsBusyAndRecovers()
    {
        using var hasher = new GatedHasher();
        using var passwords = new Passwords(hasher, Settings);
        var user = new User { PasswordHash = "hash" };
        // One more than the line takes: while the hasher's gate is shut, nobody else can be answered.
        var all = Enumerable.Range(0, 33).Select(_ => Task.Run(() => passwords.VerifyAsync(user, "right", Cancellation))).ToList();
        var first = await Task.WhenAny(all);
        Assert.Equal(PasswordVerdict.Busy, await first);

        hasher.Open();
        all.Remove(first);
        Assert.All(await Task.WhenAll(all), answer => Assert.Equal(PasswordVerdict.Right, answer));
        Assert.True(hasher.MostAtOnce <= Math.Max(1, Environment.ProcessorCount / 2));
        Assert.Equal(PasswordVerdict.Right, await passwords.VerifyAsync(user, "right", Cancellation));
    }

    /// <summary>As Weir registers them; tests' hosts have others.</summary>
    private static IOptions<PasswordHasherOptions> Settings { get; } =
        new ServiceCollection().AddWeirAccounts(new AccountsSettings()).BuildServiceProvider().GetRequiredService<IOptions<PasswordHasherOptions>>();
}
