using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Weir.Storage.Model;

namespace Weir.Storage.Tests.Engines;

/// <summary>Contexts out of a container, as background work of the host makes them.</summary>
internal static class Contexts
{
    public static WeirDbContext NewContext(this IServiceProvider services) => services.GetRequiredService<IDbContextFactory<WeirDbContext>>().CreateDbContext();
}
