using Spectre.Console;
using Weir.Storage.Steps;

namespace Weir.Commands;

/// <summary>For whoever sits at a terminal: a bar for every step.</summary>
internal sealed class ProgressBars(ProgressContext context) : IStepProgress
{
    private ProgressTask? _bar;

    public void Begin(string name, long total)
    {
        End();
        _bar = context.AddTask(name, maxValue: Math.Max(total, 1));
    }

    public void Advance(long count)
    {
        _bar?.Increment(count);
        if (_bar is { IsFinished: true })
        {
            // Steps after it that have no bar of their own are not to look as if nothing happened.
            context.Refresh();
        }
    }

    private void End()
    {
        if (_bar is not null)
        {
            _bar.Value = _bar.MaxValue;
            _bar.StopTask();
        }
    }
}
