using Weir.Storage.Steps;

namespace Weir.Commands;

/// <summary>For logs and pipes: a plain line every few seconds, and none from what is done sooner.</summary>
internal sealed class ProgressLines(TextWriter output, TimeProvider time) : IStepProgress
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private string _name = "";
    private long _total;
    private long _done;
    private long _begun;
    private long _said = time.GetTimestamp();

    public void Begin(string name, long total)
    {
        (_name, _total, _done) = (name, total, 0);
        _begun = time.GetTimestamp();
    }

    public void Advance(long count)
    {
        _done += count;
        if (time.GetElapsedTime(_said) < Interval)
        {
            return;
        }

        _said = time.GetTimestamp();
        var seconds = time.GetElapsedTime(_begun).TotalSeconds;
        var rate = seconds > 0 ? _done / seconds : 0;
        var left = rate > 0 ? $", {Math.Max(0, _total - _done) / rate:N0} s left" : "";
        output.WriteLine($"{_name}: {_done:N0} of {_total:N0}, {rate:N0}/s{left}");
    }
}
