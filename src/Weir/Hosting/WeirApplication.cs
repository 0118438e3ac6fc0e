using Microsoft.Extensions.DependencyInjection.Extensions;
using Weir.Databases;
using Weir.Settings;

namespace Weir.Hosting;

/// <summary>Builds the process out of the parts that <see cref="Program"/> lists. Tests build it too, with settings and services of their own.</summary>
internal static class WeirApplication
{
    /// <summary>After the streams' deadline: ending an attempt takes one commit, and the ledger one more.</summary>
    private static readonly TimeSpan ToSettle = TimeSpan.FromSeconds(15);

    /// <param name="settings">Validated settings.</param>
    /// <param name="replace">Runs last, so that it can replace a service: the clock, say.</param>
    /// <param name="configuration">What else was written: log levels.</param>
    /// <exception cref="DataFolderException">The data folder, which SQLite needs, cannot be had.</exception>
    public static WebApplication Create(WeirSettings settings, Action<IServiceCollection>? replace = null, IConfiguration? configuration = null)
    {
        // A database has no lock that this process would need: several may share it.
        var folder = settings.Database is null ? DataFolder.Take(settings.DataFolder) : null;
        try
        {
            if (folder is not null)
            {
                MovedAway.Refuse(folder.Path);
            }

            var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
            {
                EnvironmentName = Environments.Production,
                // Also where tests are the program that runs: the pages' files are found by this name.
                ApplicationName = typeof(Program).Assembly.GetName().Name,
                // The builder watches this folder and all below for changed settings. In the working directory that would be the database,
                // which changes with every commit, and watching it took a twentieth of all CPU time.
                ContentRootPath = AppContext.BaseDirectory,
            });
            // Settings were read, validated and reported already; nothing here may follow a second reading of the environment.
            builder.Configuration.Sources.Clear();
            builder.Logging.ClearProviders();
            WeirLogs.Apply(builder.Logging, settings, configuration ?? builder.Configuration);
            // Where it was built and not published, the pages' files lie in several places, which a list beside the program names.
            builder.WebHost.UseStaticWebAssets();
            // There it would also look on the disk for files made since, by a route that takes every path.
            builder.Configuration.AddInMemoryCollection([new("ReloadStaticAssetsAtRuntime", "false")]);
            builder.WebHost.ConfigureKestrel(kestrel => ServerLimits.Apply(kestrel, settings));
            builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = settings.StopDeadline + ToSettle);
            builder.Services.AddSingleton(settings);
            if (folder is not null)
            {
                // By a factory, so that the container lets go of the folder: after everything else, since it is made first.
                builder.Services.AddSingleton(_ => folder);
            }

            builder.Services.TryAddSingleton(TimeProvider.System);
            Program.AddParts(builder.Services, settings);
            replace?.Invoke(builder.Services);

            var app = builder.Build();
            app.Services.GetService<DataFolder>();
            Program.MapParts(app);
            return app;
        }
        catch
        {
            folder?.Dispose();
            throw;
        }
    }
}
