namespace Weir.IntegrationTests.Running;

/// <summary>A user of a <see cref="WeirHost"/>.</summary>
/// <param name="Id">The user's id.</param>
/// <param name="Client">Signed in, with the session's cookie.</param>
/// <param name="Key">An API key of theirs.</param>
internal sealed record Account(Guid Id, HttpClient Client, string Key) : IDisposable
{
    public void Dispose() => Client.Dispose();
}
