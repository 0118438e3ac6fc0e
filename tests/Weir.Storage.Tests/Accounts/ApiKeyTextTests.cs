using Weir.Accounting;
using Weir.Storage.Accounts;
using Xunit;

namespace Weir.Storage.Tests.Accounts;

public sealed class ApiKeyTextTests
{
    [Fact]
    public void Key_Written_ReadsBack()
    {
        var (id, secret) = (ApiKeyId.New(), RandomSecret.New());
        var text = ApiKeyText.Write(id, secret);
        Assert.StartsWith("weir_", text, StringComparison.Ordinal);
        Assert.True(ApiKeyText.TryRead(text, out var read, out var readSecret));
        Assert.Equal(id, read);
        Assert.Equal(secret, readSecret.ToString());
    }

    [Fact]
    public void Key_CutOrLengthened_IsNone()
    {
        var text = ApiKeyText.Write(ApiKeyId.New(), RandomSecret.New());
        for (var length = 0; length < text.Length; length++)
        {
            Assert.False(ApiKeyText.TryRead(text[..length], out _, out _));
        }

        Assert.False(ApiKeyText.TryRead(text + "x", out _, out _));
    }

    [Fact]
    public void Secrets_Thousand_AreAllDifferentAndOfOneLength()
    {
        var secrets = Enumerable.Range(0, 1_000).Select(_ => RandomSecret.New()).ToHashSet();
        Assert.Equal(1_000, secrets.Count);
        Assert.All(secrets, secret => Assert.Equal(RandomSecret.Length, secret.Length));
    }
}
