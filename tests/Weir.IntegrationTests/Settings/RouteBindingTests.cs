using Weir.Proxy.Routing;
using Weir.Settings;
using Xunit;

namespace Weir.IntegrationTests.Settings;

public sealed class RouteBindingTests
{
    private const string First = "Weir__Routes__0__";

    [Fact]
    public void Route_WholeWritten_IsReadInOrder()
    {
        var routes = ProxySettingsFactory.Create(Written.Bind(
            (First + "Pattern", "fast"),
            (First + "Spread", "weighted"),
            (First + "Targets__0__Upstream", "a"), (First + "Targets__0__Model", "llama3.2"), (First + "Targets__0__Weight", "3"),
            (First + "Targets__1__Upstream", "b"),
            ("Weir__Routes__1__Pattern", "claude-*"), ("Weir__Routes__1__Targets__0__Upstream", "anthropic"))).Routing.Routes;

        Assert.Equal(["fast Weighted", "claude-* Ordered"], routes.Select(route => $"{route.Pattern} {route.Spread}"));
        Assert.Equal([new("a", "llama3.2", 3), new("b")], routes[0].Targets);
    }

    [Fact]
    public void Route_OfAnUpstreamThatIsNotInTheSettings_IsTaken() =>
        Assert.Single(Written.Bind((First + "Pattern", "x"), (First + "Targets__0__Upstream", "of-the-database")).Routes);

    [Fact]
    public void Routes_WrittenWrongly_AreAllNamedAtOnceWithARemedy()
    {
        var problems = Written.Problems(
            (First + "Pattern", "*-large"), (First + "Spread", "random"), (First + "Targets__0__Weight", "0"),
            ("Weir__Routes__1__Spread", "ordered"),
            ("Weir__Routes__2__Pattern", "llama3.2"), ("Weir__Routes__2__Targets__0__Upstream", "a"),
            ("Weir__Routes__3__Pattern", "llama3.2:latest"), ("Weir__Routes__3__Targets__0__Upstream", "a"));

        Assert.Equal(
            [
                "Weir__Routes__0__Pattern is \"*-large\": write a model's name, or the beginning of one and a star, for example claude-*; a star can stand at the end alone.",
                "Weir__Routes__0__Spread is \"random\": write ordered or weighted.",
                "Weir__Routes__0__Targets__0__Upstream is missing: write the name of an upstream, for example anthropic.",
                "Weir__Routes__0__Targets__0__Weight is \"0\": write a whole number from 1 to 1000, for example 1.",
                "Weir__Routes__1__Pattern is missing: write a model's name, or the beginning of one and a star, for example claude-*.",
                "Weir__Routes__1__Targets__0__Upstream is missing: a route needs a target; write the name of an upstream, for example anthropic.",
                "Weir__Routes__3__Pattern is \"llama3.2:latest\": another route has this pattern already; put all targets into one route.",
            ],
            problems.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Route_WithTooManyTargets_IsRefused() => Assert.Contains(
        "has 21 targets: write at most 20",
        Assert.Single(Written.Problems(Enumerable.Range(0, 21).Select(i => ($"{First}Targets__{i}__Upstream", "a")).Append((First + "Pattern", "x")))),
        StringComparison.Ordinal);
}
