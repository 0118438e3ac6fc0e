using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Weir.Hosting;
using Weir.Settings;
using Weir.TestKit;
using Weir.TestKit.Wire;

namespace Weir.IntegrationTests.Hosting;

/// <summary>Weir with nobody signed in, for what concerns no account.</summary>
internal sealed class BareHost : IAsyncDisposable
{
    private readonly TempFolder _folder;
    private readonly WebApplication _app;

    private BareHost(TempFolder folder, WebApplication app)
    {
        _folder = folder;
        _app = app;
        Client = new HttpClient { BaseAddress = new(app.Urls.First()) };
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public string DataFolder => _folder.Path;

    public static async Task<BareHost> StartAsync(CancellationToken cancellationToken, Action<IServiceCollection>? replace = null)
    {
        var folder = new TempFolder();
        var app = WeirApplication.Create(new WeirSettings { Port = 0, DataFolder = folder.Path }, services =>
        {
            services.AddLogging(logging => logging.ClearProviders());
            replace?.Invoke(services);
        });
        await app.StartAsync(cancellationToken);
        return new(folder, app);
    }

    /// <summary>Sends exactly this on a connection of its own and reads the answer.</summary>
    public async Task<RawAnswer> SendRawAsync(string request, CancellationToken cancellationToken)
    {
        using var raw = await RawClient.ConnectAsync(Client.BaseAddress!, cancellationToken);
        await raw.SendAsync(request, cancellationToken);
        return await raw.ReadAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _folder.Dispose();
    }
}
