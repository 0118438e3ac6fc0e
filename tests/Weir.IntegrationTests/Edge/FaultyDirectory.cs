using Weir.Proxy.Identity;

namespace Weir.IntegrationTests.Edge;

/// <summary>A directory that breaks at one credential, as a bug would make it.</summary>
internal sealed class FaultyDirectory(ICallerDirectory directory) : ICallerDirectory
{
    public const string Provoking = "the-key-that-provokes-it";

    public ValueTask<CallerLookup> FindAsync(Credential credential, CancellationToken cancellationToken) => credential.Secret == Provoking
        ? throw new InvalidOperationException("The directory is broken.")
        : directory.FindAsync(credential, cancellationToken);
}
