using Weir.Accounting;
using Weir.Web.Entry;
using Xunit;

namespace Weir.IntegrationTests.Web;

public sealed class OpenCircuitsTests
{
    [Fact]
    public void Places_OfOneUser_AreBoundedAndGivenBackOnce()
    {
        var open = new OpenCircuits();
        var user = UserId.New();
        var places = Enumerable.Range(0, OpenCircuits.MostOfOneUser).Select(_ => open.Take(user)).ToList();
        Assert.DoesNotContain(null, places);
        Assert.Null(open.Take(user));
        Assert.NotNull(open.Take(UserId.New()));

        places[0]!.Dispose();
        places[0]!.Dispose();

        Assert.NotNull(open.Take(user));
        Assert.Null(open.Take(user));
    }

    [Fact]
    public void Places_OfAll_AreBounded()
    {
        var open = new OpenCircuits();
        var places = Enumerable.Range(0, OpenCircuits.Most).Select(_ => open.Take(UserId.New())).ToList();
        Assert.DoesNotContain(null, places);
        Assert.Null(open.Take(UserId.New()));

        places.ForEach(place => place!.Dispose());

        Assert.Equal(0, open.Count);
        Assert.NotNull(open.Take(UserId.New()));
    }
}
