using Weir.Authentication;

namespace Weir.Settings;

/// <summary><c>/admin/api/settings</c>: what this process was started with. Settings are read at the start, so nothing here changes them.</summary>
internal static class SettingsEndpoints
{
    public static IServiceCollection AddSettings(this IServiceCollection services) =>
        services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, SettingsJson.Default));

    public static void MapSettings(this IEndpointRouteBuilder app) =>
        app.MapGet("/admin/api/settings", (WeirSettings settings) => TypedResults.Ok(SettingsAnswer.Of(settings)))
            .RequireAccess(Access.Administrator).WithTags("Settings")
            .WithSummary("Every setting in force, what it means and where it was written. Of secrets only whether they are set.");
}
