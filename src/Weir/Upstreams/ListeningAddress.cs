using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Weir.Settings;

namespace Weir.Upstreams;

/// <summary>Where this process listens, once it does: with port 0 in the settings the system chose one.</summary>
internal sealed class ListeningAddress(IServer server, WeirSettings settings)
{
    public OwnAddress Own => new(settings.Host, Port);

    private int Port => settings.Port != 0
        ? settings.Port
        : (server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []).Select(address => BindingAddress.Parse(address).Port).FirstOrDefault();
}
