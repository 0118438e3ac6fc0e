using System.Security.Cryptography;
using System.Text;
using Weir.IntegrationTests.Settings;
using Weir.Secrets;
using Weir.TestKit;
using Xunit;

namespace Weir.IntegrationTests.Secrets;

public sealed class MasterKeyTests
{
    private static readonly byte[] Bytes = [.. Enumerable.Range(200, 32).Select(i => (byte)i)];

    private static readonly byte[] Secret = Encoding.UTF8.GetBytes("<secret/>");

    [Fact]
    public void Key_WrittenInAnyWay_IsTheSameKey()
    {
        var wrapped = MasterKey.TryRead(Convert.ToHexStringLower(Bytes))!.Wrap(Secret);

        foreach (var text in (string[])
            [
                Convert.ToHexString(Bytes),
                Convert.ToBase64String(Bytes),
                Convert.ToBase64String(Bytes).TrimEnd('='),
                Convert.ToBase64String(Bytes).Replace('/', '_').Replace('+', '-'),
                $"\n{Convert.ToBase64String(Bytes)}\n",
            ])
        {
            Assert.Equal(Secret, MasterKey.TryRead(text)!.Unwrap(wrapped));
        }
    }

    [Fact]
    public void Passphrase_OfThirtyTwoCharacters_IsAKey()
    {
        const string Phrase = "six purple otters sing at midnight";
        var wrapped = MasterKey.TryRead(Phrase)!.Wrap(Secret);

        Assert.Equal(Secret, MasterKey.TryRead(Phrase)!.Unwrap(wrapped));
        Assert.Throws<AuthenticationTagMismatchException>(() => MasterKey.TryRead(Phrase + "!")!.Unwrap(wrapped));
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("a phrase of thirty-one letters.")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    public void Key_TooWeak_IsNone(string text) => Assert.Null(MasterKey.TryRead(text));

    [Fact]
    public void Wrapped_Twice_LooksDifferentAndHidesTheSecret()
    {
        var key = MasterKey.TryRead(Convert.ToBase64String(Bytes))!;
        var (first, second) = (key.Wrap(Secret), key.Wrap(Secret));

        Assert.NotEqual(first, second);
        Assert.Equal(-1, first.AsSpan().IndexOf("secret"u8));
    }

    [Fact]
    public void Wrapped_AnyBitChangedOrCut_IsRefused()
    {
        var key = MasterKey.TryRead(Convert.ToBase64String(Bytes))!;
        var wrapped = key.Wrap(Secret);
        for (var i = 0; i < wrapped.Length; i++)
        {
            var changed = wrapped.ToArray();
            changed[i] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => key.Unwrap(changed));
            Assert.ThrowsAny<CryptographicException>(() => key.Unwrap(wrapped.AsSpan(0, i)));
        }
    }

    [Fact]
    public void Setting_TooWeak_IsRefusedWithoutShowingIt()
    {
        var problem = Assert.Single(Written.Problems(("WEIR_MASTER_KEY", "hunter2")));

        Assert.StartsWith("WEIR_MASTER_KEY is too weak: write 32 random bytes, as \"openssl rand -base64 32\" makes them", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Setting_NamesAFile_TheKeyIsItsContent()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("key"), Convert.ToBase64String(Bytes) + "\n");

        var key = Written.Bind(("WEIR_MASTER_KEY_FILE", folder.File("key"))).MasterKey!;

        Assert.Equal(Secret, key.Unwrap(MasterKey.TryRead(Convert.ToBase64String(Bytes))!.Wrap(Secret)));
    }

    [Fact]
    public void Setting_NamesAFileThatIsMissingOrLarge_IsRefused()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("large"), new string('x', 5_000));

        Assert.Contains("it cannot be read", Assert.Single(Written.Problems(("WEIR_MASTER_KEY_FILE", folder.File("none")))), StringComparison.Ordinal);
        Assert.Contains("too large for a key", Assert.Single(Written.Problems(("WEIR_MASTER_KEY_FILE", folder.File("large")))), StringComparison.Ordinal);
    }

    [Fact]
    public void Setting_AndFile_BothSet_AreRefused() => Assert.Equal(
        "WEIR_MASTER_KEY and WEIR_MASTER_KEY_FILE are both set: set one of them.",
        Assert.Single(Written.Problems(("WEIR_MASTER_KEY", Convert.ToBase64String(Bytes)), ("WEIR_MASTER_KEY_FILE", "key"))));
}
