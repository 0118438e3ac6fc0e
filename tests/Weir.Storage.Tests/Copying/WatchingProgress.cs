using Weir.Storage.Steps;

namespace Weir.Storage.Tests.Copying;

/// <summary>Does something at the n-th time that it hears of a copy.</summary>
internal sealed class WatchingProgress(int at, Action act) : IStepProgress
{
    private readonly List<string> _steps = [];
    private int _heard;

    public IReadOnlyList<string> Steps => _steps;

    /// <summary>Rows of the step before the last of which something was heard, and of that one.</summary>
    public Dictionary<string, (long Done, long Total)> Rows { get; } = [];

    public void Begin(string name, long total)
    {
        _steps.Add(name);
        Rows[name] = (0, total);
        Hear();
    }

    public void Advance(long count)
    {
        var (done, total) = Rows[_steps[^1]];
        Rows[_steps[^1]] = (done + count, total);
        Hear();
    }

    private void Hear()
    {
        if (_heard++ == at)
        {
            act();
        }
    }
}
