using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Weir.Bench.Gateway.Load;

namespace Weir.Bench.Gateway.Gateways;

/// <summary>Weir as its users run it: an API key with a token limit, every request durable in the ledger on SQLite, usage read from every answer.</summary>
internal sealed class WeirGateway(string folder, string data, int port, int upstream) : RunningGateway(GatewayNames.Weir, port)
{
    private const string Password = "a bench without a back";

    /// <summary>A limit that is checked on every request and never reached.</summary>
    private const long TokenLimit = 1_000_000_000_000;

    private bool _isPrepared;

    public override async Task<string?> VerifyAsync(CancellationToken cancellationToken)
    {
        using var client = Client();
        client.DefaultRequestHeaders.Add("x-api-key", Target.ApiKey);
        var stats = await client.GetFromJsonAsync<JsonElement>("/api/inference/usage/stats", cancellationToken);
        var entries = stats.GetProperty("entry_count").GetInt64();
        return entries == Target.Answers
            ? string.Create(CultureInfo.InvariantCulture, $"Weir's ledger has one entry for each of the {entries:N0} requests it was sent.")
            : throw new WrongAnswerException(string.Create(CultureInfo.InvariantCulture, $"Weir answered {Target.Answers:N0} requests and its ledger has {entries:N0} entries."));
    }

    protected override ProcessStartInfo Command()
    {
        Directory.CreateDirectory(data);
        return new(Path.Combine(folder, "weir", "weir"))
        {
            WorkingDirectory = data,
            Environment =
            {
                ["PORT"] = Port.ToString(CultureInfo.InvariantCulture),
                ["WEIR_DATA"] = data,
                ["WEIR_ADMIN_PASSWORD"] = Password,
                ["ANTHROPIC_API_KEY"] = "an-upstream-key",
                ["ANTHROPIC_BASE_URL"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{upstream}"),
            },
        };
    }

    protected override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (_isPrepared)
        {
            return;
        }

        using var client = Client();
        await PostAsync(client, "/auth/login", JsonSerializer.SerializeToElement(new Dictionary<string, object> { ["username"] = "admin", ["password"] = Password }), cancellationToken);
        var key = await PostAsync(client, "/api/keys", JsonSerializer.SerializeToElement(new Dictionary<string, object> { ["name"] = "bench", ["token_limit"] = TokenLimit }), cancellationToken);
        Target = new(Port, key.GetProperty("key").GetString()!);
        _isPrepared = true;
    }

    private static async Task<JsonElement> PostAsync(HttpClient client, string path, JsonElement body, CancellationToken cancellationToken)
    {
        using var answer = await client.PostAsJsonAsync(path, body, cancellationToken);
        return answer.IsSuccessStatusCode
            ? await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)
            : throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
    }

    /// <summary>With its own cookies: logging in sets the session's.</summary>
    private HttpClient Client() => new() { BaseAddress = new UriBuilder("http", "127.0.0.1", Port).Uri };
}
