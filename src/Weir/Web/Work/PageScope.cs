using Weir.Proxy.Identity;
using Weir.Storage.Model;

namespace Weir.Web.Work;

/// <summary>What one action of a page works with: services of a scope of its own, and who acts.</summary>
internal sealed class PageScope(IServiceProvider services, Caller caller, CancellationToken cancellationToken)
{
    public Caller Caller => caller;

    /// <summary>Ends when the page is left.</summary>
    public CancellationToken Cancellation => cancellationToken;

    public WeirDbContext Db => Get<WeirDbContext>();

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();
}
