namespace Weir.Authentication;

/// <summary>The steps before a route of Weir's own API runs, in the order they are added.</summary>
internal static class AuthenticationPipeline
{
    /// <summary>Inference and pages look after themselves, and an exchange shall not pass through steps that do nothing for it.</summary>
    public static IApplicationBuilder UseAccountRules(this IApplicationBuilder app) => app.UseWhen(
        static http => http.GetEndpoint()?.Metadata.GetMetadata<AccessRequirement>() is not null,
        static own => own.UseSameOrigin().UseAccess().UseJsonBodies());

    public static IApplicationBuilder UseSameOrigin(this IApplicationBuilder app) => app.UseMiddleware<SameOriginRule>();

    public static IApplicationBuilder UseAccess(this IApplicationBuilder app) => app.UseMiddleware<AccessControl>();

    public static IApplicationBuilder UseJsonBodies(this IApplicationBuilder app) => app.UseMiddleware<Bodies.JsonBodies>();
}
