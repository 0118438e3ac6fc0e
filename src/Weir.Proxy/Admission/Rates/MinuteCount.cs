namespace Weir.Proxy.Admission.Rates;

/// <summary>
/// What was counted within the last minute, second by second. What is counted in a second is let go of a minute after that second began, so any
/// limit that is held against it may change at any time and finds what was counted before. Not thread-safe.
/// </summary>
internal sealed class MinuteCount
{
    public const int Seconds = 60;

    private readonly long[] _slots = new long[Seconds];

    private long _now;

    /// <summary>Of the last minute, as of the last <see cref="Advance"/>.</summary>
    public long Sum { get; private set; }

    /// <summary>Lets go of what is older than a minute.</summary>
    /// <param name="second">Of a counter that never goes back.</param>
    public void Advance(long second)
    {
        var passed = Math.Min(second - _now, Seconds);
        for (var i = 1; i <= passed; i++)
        {
            ref var slot = ref _slots[(_now + i) % Seconds];
            Sum -= slot;
            slot = 0;
        }

        _now = Math.Max(_now, second);
    }

    public void Add(long amount)
    {
        _slots[_now % Seconds] += amount;
        Sum += amount;
    }

    /// <summary>In how many seconds the sum is at most this, if nothing is added: from 1 to 60.</summary>
    public int SecondsUntil(long atMost)
    {
        var left = Sum;
        for (var i = 1; i < Seconds; i++)
        {
            left -= _slots[(_now + i) % Seconds];
            if (left <= atMost)
            {
                return i;
            }
        }

        return Seconds;
    }
}
