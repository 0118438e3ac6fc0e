using Microsoft.EntityFrameworkCore;
using Weir.Storage.Model;

namespace Weir.IntegrationTests.Health;

/// <summary>Whoever wants to read with it waits until it is told to give up: as if there were more to read than there is.</summary>
internal sealed class HeldContexts : IDbContextFactory<WeirDbContext>
{
    public WeirDbContext CreateDbContext() => throw new NotSupportedException("Nobody asks for one without waiting.");

    public async Task<WeirDbContext> CreateDbContextAsync(CancellationToken cancellationToken)
    {
        await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        throw new System.Diagnostics.UnreachableException();
    }
}
