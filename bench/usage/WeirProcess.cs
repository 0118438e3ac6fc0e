using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace Weir.Bench.Usage;

/// <summary>A host as a process of its own on a data folder, with the simulated model alone.</summary>
internal sealed class WeirProcess : IAsyncDisposable
{
    private const string Password = "a bench without a back";

    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(2);

    private readonly Process _process;

    private WeirProcess(Process process, Uri address)
    {
        _process = process;
        Client = new() { BaseAddress = address };
    }

    /// <summary>The administrator's, once signed in: it keeps cookies.</summary>
    public HttpClient Client { get; }

    public static async Task<WeirProcess> StartAsync(string data)
    {
        var port = FreePort();
        var command = Command(data, "serve");
        command.Environment["PORT"] = port.ToString(CultureInfo.InvariantCulture);
        command.Environment["WEIR_ADMIN_PASSWORD"] = Password;
        var weir = new WeirProcess(Process.Start(command)!, new UriBuilder("http", "127.0.0.1", port).Uri);
        var started = Stopwatch.GetTimestamp();
        while (!await weir.IsReadyAsync())
        {
            if (weir._process.HasExited || Stopwatch.GetElapsedTime(started) > StartPatience)
            {
                throw new InvalidOperationException("Weir does not start: its output above says why.");
            }

            await Task.Delay(50);
        }

        await weir.PostAsync("/auth/login", new() { ["username"] = "admin", ["password"] = Password });
        return weir;
    }

    /// <summary>Runs a command of Weir's and waits for its end.</summary>
    public static async Task RunAsync(string data, params string[] arguments)
    {
        using var process = Process.Start(Command(data, arguments))!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"weir {string.Join(' ', arguments)} ended with {process.ExitCode}.");
        }
    }

    public async Task<JsonElement> PostAsync(string path, Dictionary<string, object> body)
    {
        using var answer = await Client.PostAsJsonAsync(path, body);
        return answer.IsSuccessStatusCode
            ? await answer.Content.ReadFromJsonAsync<JsonElement>()
            : throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static ProcessStartInfo Command(string data, params string[] arguments) => new("dotnet", [Path.Combine(AppContext.BaseDirectory, "weir.dll"), .. arguments])
    {
        WorkingDirectory = data,
        Environment = { ["WEIR_DATA"] = data, ["Logging__LogLevel__Default"] = "Warning" },
    };

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await Client.GetAsync(new Uri("/readyz", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
