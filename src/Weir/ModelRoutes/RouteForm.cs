namespace Weir.ModelRoutes;

/// <summary>What somebody typed of a route.</summary>
internal sealed class RouteForm
{
    public string Pattern { get; set; } = "";

    public bool IsWeighted { get; set; }

    /// <summary>The first is tried first.</summary>
    public List<TargetForm> Targets { get; } = [];

    public static RouteForm Of(RouteAnswer route)
    {
        var form = new RouteForm { Pattern = route.Pattern, IsWeighted = route.Spread == "weighted" };
        form.Targets.AddRange(route.Targets.Select(target => new TargetForm { Upstream = target.Upstream, Model = target.Model ?? "", Weight = target.Weight }));
        return form;
    }

    /// <summary>Moves a target one place up or down, where there is one.</summary>
    public void Move(TargetForm target, int by)
    {
        var (from, to) = (Targets.IndexOf(target), Targets.IndexOf(target) + by);
        if (to >= 0 && to < Targets.Count)
        {
            Targets.RemoveAt(from);
            Targets.Insert(to, target);
        }
    }

    public RouteRequest ToRequest() => new()
    {
        Pattern = Pattern.Trim(),
        Spread = IsWeighted ? "weighted" : "ordered",
        Targets =
        [
            .. Targets.Select(target => new TargetRequest
            {
                Upstream = target.Upstream,
                Model = string.IsNullOrWhiteSpace(target.Model) ? null : target.Model.Trim(),
                Weight = IsWeighted ? target.Weight : 1,
            }),
        ],
    };
}
