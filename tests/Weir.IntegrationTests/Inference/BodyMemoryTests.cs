using System.Diagnostics;
using System.Globalization;
using System.Text;
using Weir.IntegrationTests.Running;
using Weir.TestKit;
using Weir.TestKit.Processes;
using Weir.TestKit.Wire;
using Xunit;

namespace Weir.IntegrationTests.Inference;

/// <summary>Many large bodies at once are refused before they exhaust the memory.</summary>
public sealed class BodyMemoryTests
{
    private const int Callers = 500;

    private const int BodySize = 32 * 1024 * 1024;

    /// <summary>What the process may take, as in a container of this size.</summary>
    private const long MemoryLimit = 1024L * 1024 * 1024;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bodies_OfManyCallersAtOnce_DoNotExhaustMemory()
    {
        using var folder = new TempFolder();
        await using var weir = await ProcessUnderTest.StartAsync(
            new()
            {
                DataFolder = folder.Path,
                Environment =
                {
                    ["WEIR_ADMIN_PASSWORD"] = WeirHost.AdminPassword,
                    ["DOTNET_GCHeapHardLimit"] = MemoryLimit.ToString("x", CultureInfo.InvariantCulture),
                },
            },
            Cancellation);
        using var admin = new HttpClient { BaseAddress = weir.Address };
        using var login = new StringContent($$"""{"username":"admin","password":"{{WeirHost.AdminPassword}}"}""", Encoding.UTF8, "application/json");
        await WeirHost.JsonAsync(await admin.PostAsync("/auth/login", login, Cancellation), Cancellation);
        var key = await WeirHost.AddKeyAsync(admin, null, Cancellation);

        var head = Encoding.ASCII.GetBytes($"POST /v1/messages HTTP/1.1\r\nhost: 127.0.0.1\r\nx-api-key: {key}\r\ncontent-length: {BodySize}\r\n\r\n");
        var start = Encoding.ASCII.GetBytes("""{"model":"demo","max_tokens":10,"messages":[{"role":"user","content":" """);
        var filler = new byte[1024 * 1024];
        filler.AsSpan().Fill((byte)'a');
        var statuses = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => SendAsync(weir.Address, head, start, filler)));

        Assert.Contains(503, statuses);
        Assert.True(statuses.All(status => status is 400 or 503), weir.Output);
        using var process = Process.GetProcessById(weir.Id);
        Assert.InRange(process.PeakWorkingSet64, 0, MemoryLimit + (200L * 1024 * 1024));
        using var small = await admin.GetAsync("/readyz", Cancellation);
        Assert.True(small.IsSuccessStatusCode);
    }

    /// <summary>Sends a body that is no JSON at its end, all but its last byte slowly enough for all to be held at once, until it is refused.</summary>
    private static async Task<int> SendAsync(Uri address, byte[] head, byte[] start, byte[] filler)
    {
        using var client = await RawClient.ConnectAsync(address, Cancellation);
        var answer = Task.Run(() => client.ReadAsync(Cancellation), Cancellation);
        try
        {
            await client.SendAsync(head, Cancellation);
            await client.SendAsync(start, Cancellation);
            for (var left = BodySize - start.Length; left > 0 && !answer.IsCompleted; left -= filler.Length)
            {
                await client.SendAsync(filler.AsMemory(0, Math.Min(left, filler.Length)), Cancellation);
            }
        }
        catch (System.Net.Sockets.SocketException)
        {
            // Refused while it was still being sent; the answer says why.
        }

        return (await answer).Status;
    }
}
