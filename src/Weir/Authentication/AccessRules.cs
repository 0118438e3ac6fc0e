using Weir.Errors;
using Weir.Proxy.Identity;

namespace Weir.Authentication;

/// <summary>How routes say who may use them, and how their handlers learn who does.</summary>
internal static class AccessRules
{
    private static readonly object CallerItem = new();

    /// <summary>The last call on a route or the group around it decides.</summary>
    public static TBuilder RequireAccess<TBuilder>(this TBuilder routes, Access access)
        where TBuilder : IEndpointConventionBuilder
    {
        // Whoever may use a route: credentials can contradict each other, and a page of another origin cannot use a session.
        routes.WithMetadata(new AccessRequirement(access)).Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status403Forbidden);
        return access == Access.Anyone ? routes : routes.Refuses(StatusCodes.Status401Unauthorized);
    }

    public static TBuilder RequireConfirmation<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(new ConfirmationRequirement());

    extension(HttpContext http)
    {
        /// <summary>Who calls; null only where <see cref="Access.Anyone"/> may.</summary>
        public Caller? CallerOrNull => (Caller?)http.Items[CallerItem];

        /// <summary>Who calls, on routes that require somebody.</summary>
        public Caller Caller => http.CallerOrNull ?? throw new InvalidOperationException($"{http.Request.Path} is open to anyone, so there may be no caller.");

        internal void SetCaller(Caller caller) => http.Items[CallerItem] = caller;
    }

    /// <summary>True for a credential that may manage the account behind it.</summary>
    public static bool ManagesAccount(this Caller caller) => caller.Session is not null || caller.HasAdminScope;
}
