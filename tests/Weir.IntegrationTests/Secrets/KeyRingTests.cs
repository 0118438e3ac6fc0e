using System.Collections.Concurrent;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Weir.IntegrationTests.Accounts;
using Weir.IntegrationTests.Running;
using Weir.Settings;
using Weir.TestKit;
using Weir.Upstreams;
using Xunit;

namespace Weir.IntegrationTests.Secrets;

public sealed class KeyRingTests
{
    private const string Master = "six purple otters sing at midnight";

    private static readonly Guid Upstream = Guid.CreateVersion7();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ring_WithoutMasterKey_LiesInTheDataFolderForItsOwnerAlone()
    {
        using var folder = new TempFolder();
        var secret = await ProtectAsync(folder);

        var file = Assert.Single(Files(folder));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(file)!));
        }

        Assert.Equal("secret", await UnprotectAsync(folder, secret));
    }

    [Fact]
    public async Task Ring_WithMasterKey_IsWrappedAndOpensWithItAgain()
    {
        using var folder = new TempFolder();
        var secret = await ProtectAsync(folder, Master);

        var text = await File.ReadAllTextAsync(Assert.Single(Files(folder)), Cancellation);
        Assert.Contains("Weir.Secrets.MasterKeyDecryptor", text, StringComparison.Ordinal);
        Assert.DoesNotContain("masterKey", text, StringComparison.Ordinal);
        Assert.Equal("secret", await UnprotectAsync(folder, secret, Master));
    }

    [Theory]
    [InlineData(null, "WEIR_MASTER_KEY is missing")]
    [InlineData("six purple otters sing at midday, then sleep", "WEIR_MASTER_KEY is not the key that wraps")]
    public async Task Ring_Wrapped_WithoutItsMasterKey_KeepsWeirFromStarting(string? key, string sentence)
    {
        using var folder = new TempFolder();
        await ProtectAsync(folder, Master);

        var wrong = await Assert.ThrowsAsync<SettingsException>(() => StartAsync(folder, key));

        Assert.StartsWith(sentence, Assert.Single(wrong.Problems), StringComparison.Ordinal);
        // The folder was let go of: with the right key it starts.
        await using var weir = await StartAsync(folder, Master);
    }

    [Fact]
    public async Task Ring_KeyFileDamaged_KeepsWeirFromStarting()
    {
        using var folder = new TempFolder();
        await ProtectAsync(folder, Master);
        await File.WriteAllTextAsync(Assert.Single(Files(folder)), "<key", Cancellation);

        var wrong = await Assert.ThrowsAsync<SettingsException>(() => StartAsync(folder, Master));

        Assert.Contains("cannot be read", Assert.Single(wrong.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ring_WhoseFolderIsNone_KeepsWeirFromStarting()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("keys"), "", Cancellation);

        var wrong = await Assert.ThrowsAsync<SettingsException>(() => StartAsync(folder, null));

        Assert.StartsWith("The key ring in ", Assert.Single(wrong.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ring_MasterKeyAddedLater_WrapsNewKeysAndKeepsOldOnesReadable()
    {
        using var folder = new TempFolder();
        var old = await ProtectAsync(folder);
        var bare = Assert.Single(Files(folder));

        var lines = new ConcurrentQueue<string>();
        byte[] fresh;
        await using (var weir = await StartAsync(folder, Master, lines))
        {
            Assert.Equal("secret", Keys(weir).Unprotect(Upstream, old));
            fresh = Keys(weir).Protect(Upstream, "another");
        }

        Assert.Contains(lines, line => line.Contains("made without the master key", StringComparison.Ordinal));
        var wrapped = Assert.Single(Files(folder), file => file != bare);
        Assert.Contains("MasterKeyDecryptor", await File.ReadAllTextAsync(wrapped, Cancellation), StringComparison.Ordinal);
        // What was protected since needs the new key, and no second one is made at the next start.
        File.Delete(bare);
        Assert.Equal("another", await UnprotectAsync(folder, fresh, Master));
        Assert.Null(await UnprotectAsync(folder, old, Master));
        Assert.Single(Files(folder));
    }

    [Fact]
    public async Task Secret_OfOneUpstream_OpensForNoOther()
    {
        using var folder = new TempFolder();
        await using var weir = await StartAsync(folder, null);

        var secret = Keys(weir).Protect(Upstream, "secret");

        Assert.Null(Keys(weir).Unprotect(Guid.CreateVersion7(), secret));
        Assert.Null(Keys(weir).Unprotect(Upstream, secret[..^1]));
        Assert.Null(Keys(weir).Unprotect(Upstream, []));
    }

    private static UpstreamKeys Keys(WeirHost weir) => new(weir.Services.GetRequiredService<IDataProtectionProvider>());

    private static async Task<byte[]> ProtectAsync(TempFolder folder, string? masterKey = null)
    {
        await using var weir = await StartAsync(folder, masterKey);
        return Keys(weir).Protect(Upstream, "secret");
    }

    private static async Task<string?> UnprotectAsync(TempFolder folder, byte[] secret, string? masterKey = null)
    {
        await using var weir = await StartAsync(folder, masterKey);
        return Keys(weir).Unprotect(Upstream, secret);
    }

    private static string[] Files(TempFolder folder) => Directory.GetFiles(Path.Combine(folder.Path, "keys"));

    private static Task<WeirHost> StartAsync(TempFolder folder, string? masterKey, ConcurrentQueue<string>? lines = null) => WeirHost.StartAsync(
        upstream: null,
        Cancellation,
        services => services.AddSingleton<ILoggerProvider>(new LineLogs(lines ?? [])),
        ("WEIR_DATA", folder.Path),
        ("WEIR_MASTER_KEY", masterKey ?? ""));
}
