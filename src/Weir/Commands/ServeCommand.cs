using Microsoft.AspNetCore.Connections;
using Weir.Hosting;
using Weir.Settings;

namespace Weir.Commands;

/// <summary><c>weir serve</c>: runs until told to stop.</summary>
internal static partial class ServeCommand
{
    private const int Failed = 1;

    /// <returns>The exit code: 0 after a stop, 1 when it cannot run here.</returns>
    /// <exception cref="SettingsException">A setting is wrong.</exception>
    public static async Task<int> RunAsync(SettingSources sources)
    {
        // One request at a time may wait for the ledger's disk on its thread, which others then have none the less.
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(workers + 1, ports);
        try
        {
            var settings = SettingsBinding.Bind(sources);
            await using var app = WeirApplication.Create(settings, services => services.AddSingleton<IHostLifetime, StopSignals>(), sources.ToConfiguration());
            return await RunAsync(app, settings);
        }
        catch (DataFolderException taken)
        {
            await Console.Error.WriteLineAsync(taken.Message);
            return Failed;
        }
    }

    private static async Task<int> RunAsync(WebApplication app, WeirSettings settings)
    {
        try
        {
            await app.StartAsync();
        }
        catch (Exception failed)
        {
            // What has started already is to know that its end is no fault.
            app.Lifetime.StopApplication();
            if (failed is SettingsException)
            {
                throw;
            }

            if (failed is IOException { InnerException: AddressInUseException })
            {
                await Console.Error.WriteLineAsync($"Port {settings.Port} on {settings.Host} is taken by another program: stop it, or set PORT to another.");
            }
            else
            {
                LogCannotStart(app.Logger, failed);
            }

            await EndAsync(app);
            return Failed;
        }

        await app.WaitForShutdownAsync();
        return 0;
    }

    /// <summary>What has started must have ended before what it uses is gone.</summary>
    private static async Task EndAsync(WebApplication app)
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await app.StopAsync(soon.Token);
        }
        catch (Exception failure) when (failure is OperationCanceledException or AggregateException)
        {
            LogNotEnded(app.Logger, failure.Message);
        }
    }

    [LoggerMessage(LogLevel.Critical, "Weir cannot start")]
    private static partial void LogCannotStart(ILogger logger, Exception failure);

    [LoggerMessage(LogLevel.Warning, "Not everything that had started ended in good order: {Problem}")]
    private static partial void LogNotEnded(ILogger logger, string problem);
}
