using System.Collections.Immutable;
using Weir.Accounting;
using Weir.ModelRoutes;
using Weir.Proxy.Routing;
using Weir.Upstreams;

namespace Weir.Settings;

/// <summary>
/// Reads the routes of models. That a target's upstream is not in the settings is no problem here: it may be in the database, and whoever
/// puts routes in force looks for it there.
/// </summary>
internal static class RouteBinding
{
    public static ImmutableArray<RouteConfig> ReadAll(SettingsReader read)
    {
        var routes = ImmutableArray.CreateBuilder<RouteConfig>();
        foreach (var section in read.Entries("Weir:Routes"))
        {
            var setting = section + "Pattern";
            var pattern = Pattern(read, setting);
            if (routes.FirstOrDefault(route => ModelPattern.IsSame(route.Pattern, pattern)) is { Pattern.Length: > 0 })
            {
                read.Wrong(setting, "another route has this pattern already; put all targets into one route", pattern);
            }

            routes.Add(new(pattern, read.Choice(section + "Spread", UpstreamWords.Spreads) ?? RouteSpread.Ordered, Targets(read, section + "Targets")));
        }

        return routes.ToImmutable();
    }

    /// <summary>A model's name or the beginning of one; empty when it is missing or wrong.</summary>
    public static string Pattern(SettingsReader read, string setting)
    {
        if (read.Text(setting) is not { } pattern)
        {
            return read.Missing(setting, RouteRules.PatternRemedy, "");
        }

        return ModelPattern.IsWellFormed(pattern) ? pattern : read.Wrong(setting, $"{RouteRules.PatternRemedy}; a star can stand at the end alone", "");
    }

    private static ImmutableArray<RouteTargetConfig> Targets(SettingsReader read, string list)
    {
        var targets = ImmutableArray.CreateBuilder<RouteTargetConfig>();
        foreach (var section in read.Entries(list))
        {
            targets.Add(new(
                read.Text(section + "Upstream") ?? read.Missing(section + "Upstream", "write the name of an upstream, for example anthropic", ""),
                read.Text(section + "Model"),
                (int)read.Number(section + "Weight", 1, 1, RouteRules.MostWeight)));
        }

        if (targets.Count == 0)
        {
            read.Missing(list + ":0:Upstream", "a route needs a target; write the name of an upstream, for example anthropic", 0);
        }
        else if (targets.Count > RouteRules.MostTargets)
        {
            read.Refuse($"{read.NameOf(list)} has {targets.Count} targets: write at most {RouteRules.MostTargets}.");
        }

        return targets.ToImmutable();
    }
}
