namespace Weir.Authentication;

/// <summary>Who may use a route of Weir's own API. Each level lets in less than the one above it.</summary>
internal enum Access
{
    /// <summary>Everybody; whoever shows a good credential is known all the same.</summary>
    Anyone,

    /// <summary>A session or any API key.</summary>
    Caller,

    /// <summary>A session, or an API key made with <c>scope: admin</c>.</summary>
    Account,

    /// <summary>The same, of an administrator.</summary>
    Administrator,
}
