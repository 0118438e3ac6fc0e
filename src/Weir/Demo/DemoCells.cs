namespace Weir.Demo;

/// <summary>How many attempts each person makes in each hour: so many that all together are as many as wished for.</summary>
internal sealed class DemoCells
{
    private readonly DemoWish _wish;
    private readonly IReadOnlyList<DemoPerson> _people;
    private readonly double _total;

    public DemoCells(DemoWish wish, IReadOnlyList<DemoPerson> people)
    {
        (_wish, _people) = (wish, people);
        _total = Weights().Sum();
    }

    /// <summary>Hour by hour, and in each person by person.</summary>
    public IEnumerable<int> Counts(long attempts)
    {
        var (sum, before) = (0.0, 0L);
        foreach (var weight in Weights())
        {
            // What is rounded off here is given to the next, so that nothing is lost.
            sum += weight;
            var until = Math.Min(attempts, (long)((sum / _total * attempts) + 1e-6));
            yield return (int)(until - before);
            before = until;
        }
    }

    private IEnumerable<double> Weights()
    {
        var chance = new DemoChance(_wish.Seed);
        for (var hour = 0; hour < _wish.Hours; hour++)
        {
            foreach (var person in _people)
            {
                yield return DemoRhythm.Of(person, _wish.Start.AddHours(hour), (double)hour / _wish.Hours, chance);
            }
        }
    }
}
