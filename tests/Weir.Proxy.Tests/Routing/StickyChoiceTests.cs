using System.Collections.Immutable;
using Weir.Accounting;
using Weir.Proxy.Routing;
using Xunit;

namespace Weir.Proxy.Tests.Routing;

public sealed class StickyChoiceTests
{
    private static readonly ImmutableArray<RouteTargetConfig> Targets = [new("a", Weight: 6), new("b", Weight: 3), new("c", Weight: 1)];

    [Fact]
    public void Choice_OfOneUserAndModel_IsAlwaysTheSame()
    {
        var user = UserId.New();

        Assert.Equal(StickyChoice.Order(Targets, user, "m"), StickyChoice.Order(Targets, user, "m"));
    }

    [Fact]
    public void Choice_OfManyUsers_FollowsTheWeights()
    {
        var first = Enumerable.Range(0, 10_000).Select(_ => StickyChoice.Order(Targets, UserId.New(), "m").First().Upstream).CountBy(name => name).ToDictionary();

        Assert.InRange(first["a"], 5_700, 6_300);
        Assert.InRange(first["b"], 2_700, 3_300);
        Assert.InRange(first["c"], 800, 1_200);
    }

    [Fact]
    public void Choice_WhenATargetGoes_MovesOnlyItsOwnUsers()
    {
        var users = Enumerable.Range(0, 1_000).Select(_ => UserId.New()).ToList();
        var rest = Targets.RemoveAt(1);

        Assert.All(users, user =>
        {
            var before = StickyChoice.Order(Targets, user, "m").ToList();
            Assert.Equal(before.First(target => target.Upstream != "b"), StickyChoice.Order(rest, user, "m").First());
        });
    }
}
