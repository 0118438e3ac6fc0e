namespace Weir.ModelRoutes;

/// <summary>What a route may be, in settings as by endpoints.</summary>
internal static class RouteRules
{
    public const int MostTargets = 20;

    public const int MostWeight = 1_000;

    public const string PatternRemedy = "write a model's name, or the beginning of one and a star, for example claude-*";
}
