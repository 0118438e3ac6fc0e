namespace Weir.Authentication;

/// <summary>The steps before a route of Weir's own API runs, in the order they are added.</summary>
internal static class AuthenticationPipeline
{
    public static IApplicationBuilder UseSameOrigin(this IApplicationBuilder app) => app.UseMiddleware<SameOriginRule>();

    public static IApplicationBuilder UseAccess(this IApplicationBuilder app) => app.UseMiddleware<AccessControl>();

    public static IApplicationBuilder UseJsonBodies(this IApplicationBuilder app) => app.UseMiddleware<Bodies.JsonBodies>();
}
