namespace Weir.TestKit.Upstreams;

/// <summary>Every request an upstream received and every token it truly used: what a ledger is held against. Thread-safe.</summary>
public sealed class TruthBook
{
    private readonly Lock _lock = new();
    private readonly List<ReceivedRequest> _requests = [];
    private readonly List<ReceivedRequest> _lists = [];
    private readonly List<AttemptTruth> _attempts = [];
    private readonly List<(Func<bool> Condition, TaskCompletionSource Met)> _waiting = [];
    private long _exposure;
    private long _highest;

    /// <summary>All requests, counting included, in the order of arrival; questions for lists are in <see cref="Lists"/>.</summary>
    public IReadOnlyList<ReceivedRequest> Requests => Read(() => _requests.ToArray());

    /// <summary>Questions about which models there are, in the order of arrival.</summary>
    public IReadOnlyList<ReceivedRequest> Lists => Read(() => _lists.ToArray());

    /// <summary>All tries to make a model work, in the order of arrival; those whose request broke off, too.</summary>
    public IReadOnlyList<AttemptTruth> Attempts => Read(() => _attempts.ToArray());

    /// <summary>Attempts being answered.</summary>
    public int OpenCount => Read(() => _attempts.Count(attempt => attempt.IsOpenNow));

    /// <summary>What ended attempts have used, plus true input and cap of the open ones; for what no cap bounds, what it will make.</summary>
    public long Exposure => Read(() => _exposure);

    /// <summary>The most that <see cref="Exposure"/> ever was.</summary>
    public long HighestExposure => Read(() => _highest);

    /// <summary>All tokens used, by attempts ended or open.</summary>
    public long Consumed => Attempts.Sum(attempt => attempt.Consumed);

    /// <summary>Done when the condition holds; it is asked after each change of the book.</summary>
    public Task WhenAsync(Func<TruthBook, bool> condition, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (condition(this))
            {
                return Task.CompletedTask;
            }

            var met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((() => condition(this), met));
            return met.Task.WaitAsync(cancellationToken);
        }
    }

    internal T Read<T>(Func<T> read)
    {
        lock (_lock)
        {
            return read();
        }
    }

    internal void Change(Action change)
    {
        lock (_lock)
        {
            change();
            if (_waiting.Count > 0)
            {
                _waiting.RemoveAll(waiting => waiting.Condition() && waiting.Met.TrySetResult());
            }
        }
    }

    internal void Add(ReceivedRequest request) => Change(() => (request.IsList ? _lists : _requests).Add(request));

    internal AttemptTruth Begin(ReceivedRequest request)
    {
        var attempt = new AttemptTruth(this, request);
        Change(() =>
        {
            _attempts.Add(attempt);
            Expose(attempt.ExposureNow);
        });
        return attempt;
    }

    /// <summary>Takes a difference into the exposure. Under the lock.</summary>
    internal void Expose(long difference)
    {
        _exposure += difference;
        _highest = Math.Max(_highest, _exposure);
    }
}
