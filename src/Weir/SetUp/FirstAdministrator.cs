using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Weir.Storage.Accounts;
using Weir.Storage.Model;
using Weir.Users;

namespace Weir.SetUp;

/// <summary>
/// Sees to it at the start that somebody can sign in: makes the administrator of the settings, or prints the <see cref="SetUpLink"/>.
/// </summary>
internal sealed partial class FirstAdministrator(
    IServiceScopeFactory scopes,
    AccountsSettings settings,
    SetUpLink link,
    IServer server,
    ILogger<FirstAdministrator> logger) : IHostedLifecycleService
{
    private const string Name = "admin";

    private bool _needsSetUp;

    /// <summary>Before requests are taken, so that the operator's first sign-in finds the account.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var creation = scope.ServiceProvider.GetRequiredService<UserCreation>();
        if (!await creation.AdministratorExistsAsync(cancellationToken))
        {
            _needsSetUp = string.IsNullOrEmpty(settings.AdminPassword) || !await MakeAsync(creation, settings.AdminPassword, cancellationToken);
        }

        var db = scope.ServiceProvider.GetRequiredService<WeirDbContext>();
        foreach (var weak in await db.Users.Where(user => user.HasWeakBootstrapPassword).Select(user => user.UserName!).ToListAsync(cancellationToken))
        {
            LogWeakPassword(weak);
        }
    }

    /// <summary>After the server listens: only then the address is known.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (_needsSetUp)
        {
            LogSetUp(Address() + link.PathAndQuery);
        }

        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<bool> MakeAsync(UserCreation creation, string password, CancellationToken cancellationToken)
    {
        var wanted = new NewUser { Username = Name, Password = password, IsAdministrator = true };
        var (user, refusal) = await creation.CreateBootstrapAdministratorAsync(wanted, cancellationToken);
        if (user is null && await creation.AdministratorExistsAsync(cancellationToken))
        {
            // By another process that started at the same time.
            return true;
        }

        if (user is null)
        {
            LogNotMade(Name, refusal!.Error);
            return false;
        }

        LogMade(Name);
        return true;
    }

    /// <summary>The first address listened on; one that means "all of them" is of no use in a browser.</summary>
    private string Address()
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        return addresses.FirstOrDefault()?.Replace("://0.0.0.0", "://localhost", StringComparison.Ordinal)
            .Replace("://[::]", "://localhost", StringComparison.Ordinal) ?? "";
    }

    [LoggerMessage(LogLevel.Information, "The user {Username} was made, with the password of WEIR_ADMIN_PASSWORD")]
    private partial void LogMade(string username);

    [LoggerMessage(LogLevel.Error, "The user {Username} could not be made from WEIR_ADMIN_PASSWORD: {Problem}")]
    private partial void LogNotMade(string username, string problem);

    [LoggerMessage(LogLevel.Warning, "The password of {Username} is weak: it came from WEIR_ADMIN_PASSWORD and breaks the password rules. Change it (weir user set-password {Username})")]
    private partial void LogWeakPassword(string username);

    [LoggerMessage(LogLevel.Warning, "There is no administrator yet. Open {Link} once to make one")]
    private partial void LogSetUp(string link);
}
