using Weir.Accounting;
using Weir.Errors;
using Weir.Proxy.Routing;
using Weir.Upstreams;

namespace Weir.ModelRoutes;

/// <summary>Takes a route out of a body, held to the same rules as the settings, or says everything that is wrong with it.</summary>
/// <param name="request">The body.</param>
/// <param name="upstreams">The names that targets may have.</param>
internal sealed class RouteReading(RouteRequest request, IReadOnlyCollection<string> upstreams)
{
    private const int LongestModel = 200;

    private readonly List<string> _problems = [];

    /// <summary>Why there is none, once <see cref="Read"/> answered null.</summary>
    public ErrorResult Refusal => ErrorResult.BadRequest(string.Join(' ', _problems));

    public RouteConfig? Read()
    {
        if (request.Pattern is null || !ModelPattern.IsWellFormed(request.Pattern))
        {
            Refuse("pattern", $"{RouteRules.PatternRemedy}; a star can stand at the end alone");
        }

        var spread = RouteSpread.Ordered;
        if (request.Spread is not null && !UpstreamWords.Spreads.TryRead(request.Spread, out spread))
        {
            Refuse("spread", $"write {UpstreamWords.Spreads.Choices}");
        }

        if (request.Targets is not { Count: > 0 and <= RouteRules.MostTargets })
        {
            Refuse("targets", $"write 1 to {RouteRules.MostTargets} targets, for example [{{\"upstream\":\"anthropic\"}}]");
        }

        var targets = (request.Targets ?? []).Take(RouteRules.MostTargets).Select(Target).ToList();
        return _problems.Count == 0 ? new(request.Pattern!, spread, [.. targets]) : null;
    }

    private RouteTargetConfig Target(TargetRequest target, int index)
    {
        var upstream = upstreams.FirstOrDefault(name => target.Upstream is { } asked && UpstreamRules.SameName(name, asked));
        if (upstream is null)
        {
            Refuse($"targets[{index}].upstream", upstreams.Count == 0 ? "add an upstream first" : $"write the name of an upstream: {string.Join(", ", upstreams)}");
        }

        if (target.Model is { } model && (model.Length is 0 or > LongestModel || model.Any(char.IsControl)))
        {
            Refuse($"targets[{index}].model", "write the model's name at the upstream, or null for the caller's");
        }

        var weight = target.Weight ?? 1;
        if (weight is < 1 or > RouteRules.MostWeight)
        {
            Refuse($"targets[{index}].weight", $"write a whole number from 1 to {RouteRules.MostWeight}");
            weight = 1;
        }

        return new(upstream ?? "", target.Model, (int)weight);
    }

    private void Refuse(string field, string remedy) => _problems.Add($"\"{field}\" is missing or wrong: {remedy}.");
}
