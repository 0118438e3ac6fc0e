using Weir.Accounting;
using Weir.Proxy.Upstreams;
using Xunit;

namespace Weir.Proxy.Tests.Upstreams;

public sealed class UpstreamLineTests
{
    private static readonly UserId Ada = UserId.New();

    private static readonly UserId Bob = UserId.New();

    private static readonly UserId Cem = UserId.New();

    private readonly UpstreamLine _line = new();

    [Fact]
    public void Enter_WithoutALimit_IsAdmittedAtOnce()
    {
        var tickets = Enumerable.Range(0, 100).Select(_ => _line.Enter(Ada, "m")!).ToList();

        Assert.All(tickets, ticket => Assert.True(ticket.IsAdmitted));
        tickets.ForEach(ticket => ticket.Dispose());
        Assert.Equal((0, 0), (_line.Inside, _line.Waiting));
    }

    [Fact]
    public void Line_OfTwoGreedyAndOneModest_ServesTheModestWithinTheFirstSix()
    {
        _line.Limit(1);
        var inside = _line.Enter(UserId.New(), "m")!;
        var waiting = new List<LineTicket>();
        for (var i = 0; i < 50; i++)
        {
            waiting.Add(_line.Enter(Ada, "m")!);
            waiting.Add(_line.Enter(Bob, "m")!);
        }

        waiting.Add(_line.Enter(Cem, "m")!);
        waiting.Add(_line.Enter(Cem, "m")!);
        var served = ServeAll(inside, waiting);

        Assert.Equal(102, served.Count);
        Assert.Equal([2, 5], served.Index().Where(entry => entry.Item.User == Cem).Select(entry => entry.Index));
        // The rest is shared evenly too.
        Assert.All(Enumerable.Range(0, 48), i => Assert.NotEqual(served[6 + (2 * i)].User, served[7 + (2 * i)].User));
    }

    [Fact]
    public void Position_OfEachTicket_IsTheOrderInWhichTheyAreServed()
    {
        var random = new Random(7);
        UserId[] users = [Ada, Bob, Cem];
        _line.Limit(1);
        var inside = _line.Enter(Ada, "m")!;
        var waiting = Enumerable.Range(0, 40).Select(_ => _line.Enter(users[random.Next(3)], "m")!).ToList();
        foreach (var left in waiting.Where((_, i) => i % 7 == 3).ToList())
        {
            left.Dispose();
            waiting.Remove(left);
        }

        var told = waiting.ToDictionary(ticket => ticket, ticket => ticket.Position);
        var served = ServeAll(inside, waiting);

        Assert.Equal(Enumerable.Range(1, served.Count), served.Select(ticket => told[ticket]));
    }

    [Fact]
    public void Limit_Raised_AdmitsThoseWhoWait()
    {
        _line.Limit(1);
        var inside = _line.Enter(Ada, "m")!;
        var waiting = _line.Enter(Bob, "m")!;
        Assert.False(waiting.IsAdmitted);

        _line.Limit(2);

        Assert.True(waiting.IsAdmitted);
        inside.Dispose();
        waiting.Dispose();
        Assert.Equal(0, _line.Inside);
    }

    [Fact]
    public void Line_ThatIsFull_TakesNoMore()
    {
        _line.Limit(1);
        for (var i = 0; i < UpstreamLine.Longest + 1; i++)
        {
            Assert.NotNull(_line.Enter(Ada, "m"));
        }

        Assert.Null(_line.Enter(Bob, "m"));
    }

    [Fact]
    public async Task Line_UnderManyThreads_NeverLetsInMoreThanItsLimit()
    {
        const int limit = 4;
        _line.Limit(limit);
        var (inside, highest) = (0, 0);

        await Parallel.ForAsync(0, 2_000, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, cancellation) =>
        {
            using var ticket = _line.Enter(i % 2 == 0 ? Ada : Bob, "m")!;
            if (i % 5 == 0 && !ticket.IsAdmitted)
            {
                return;
            }

            await ticket.Admission.WaitAsync(cancellation);
            InterlockedMax(ref highest, Interlocked.Increment(ref inside));
            await Task.Yield();
            Interlocked.Decrement(ref inside);
        });

        Assert.InRange(highest, 1, limit);
        Assert.Equal((0, 0), (_line.Inside, _line.Waiting));
    }

    /// <summary>Lets one out after the other, and returns those who were let in, in their order.</summary>
    private static List<LineTicket> ServeAll(LineTicket inside, List<LineTicket> waiting)
    {
        var served = new List<LineTicket>();
        var left = waiting.ToList();
        for (var leaving = inside; left.Count > 0; leaving = served[^1])
        {
            leaving.Dispose();
            var next = Assert.Single(left, ticket => ticket.IsAdmitted);
            left.Remove(next);
            served.Add(next);
        }

        return served;
    }

    private static void InterlockedMax(ref int highest, int value)
    {
        for (var seen = Volatile.Read(ref highest); value > seen; seen = Volatile.Read(ref highest))
        {
            Interlocked.CompareExchange(ref highest, value, seen);
        }
    }
}
