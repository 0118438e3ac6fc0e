using System.Reflection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Weir.ModelRoutes;
using Weir.Settings;
using Weir.Storage.Model;

namespace Weir.Hosting;

/// <summary>Says at start where Weir is, what it keeps where, and which upstreams it has.</summary>
internal sealed partial class StartBanner(
    IServer server,
    WeirSettings settings,
    RoutingInForce routing,
    IDatabaseEngine engine,
    IHostApplicationLifetime lifetime,
    ILogger<StartBanner> logger) : IHostedService
{
    public static string Version { get; } =
        typeof(StartBanner).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // The port is known once the server runs, and that starts last.
        lifetime.ApplicationStarted.Register(Say);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        LogStopped();
        return Task.CompletedTask;
    }

    private void Say()
    {
        foreach (var remark in settings.Remarks)
        {
            LogRemark(remark);
        }

        LogStore(engine.Name, settings.DatabaseName);
        foreach (var upstream in routing.Current.Upstreams)
        {
            LogUpstream(upstream.Name, upstream.BaseUrl);
        }

        if (routing.Current.Upstreams.IsEmpty)
        {
            LogSimulated();
        }

        LogListening(Version, string.Join(" and ", server.Features.Get<IServerAddressesFeature>()!.Addresses));
    }

    [LoggerMessage(LogLevel.Warning, "{Remark}")]
    private partial void LogRemark(string remark);

    [LoggerMessage(LogLevel.Information, "Everything is kept in {Store}: {Database}")]
    private partial void LogStore(string store, string database);

    [LoggerMessage(LogLevel.Information, "Upstream {Upstream}: {Address}")]
    private partial void LogUpstream(string upstream, Uri address);

    [LoggerMessage(LogLevel.Warning, "No upstream is configured: the simulated model \"demo\" answers. Set ANTHROPIC_API_KEY, OPENAI_API_KEY or OLLAMA_URL to reach real ones.")]
    private partial void LogSimulated();

    [LoggerMessage(LogLevel.Information, "Weir {Version} is listening on {Addresses}")]
    private partial void LogListening(string version, string addresses);

    [LoggerMessage(LogLevel.Information, "Everything is settled; Weir has stopped")]
    private partial void LogStopped();
}
