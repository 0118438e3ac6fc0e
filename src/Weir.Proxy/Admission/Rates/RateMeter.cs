namespace Weir.Proxy.Admission.Rates;

/// <summary>
/// What one subject has been doing: what ended or began within the last minute, and what is open. It knows no limits: these are held against it
/// as they are at the moment. Under the lock of <see cref="RateLimiting"/>.
/// </summary>
internal sealed class RateMeter
{
    /// <summary>When those that are open will end, nobody knows: in so many seconds it is worth another try.</summary>
    private const int SecondsUntilOpenEnd = 2;

    private readonly MinuteCount _requests = new();

    private readonly MinuteCount _tokens = new();

    /// <summary>What the open ones are held to cost.</summary>
    private long _openTokens;

    public long Open { get; private set; }

    /// <summary>True when forgetting it changes nothing.</summary>
    public bool IsIdle => Open == 0 && _requests.Sum == 0 && _tokens.Sum == 0;

    public void Advance(long second)
    {
        _requests.Advance(second);
        _tokens.Advance(second);
    }

    /// <summary>The first limit that leaves no room for one more; null when all do.</summary>
    public RateShortage? Shortage(RateScope scope, LiveReplicas replicas)
    {
        if (scope.Concurrent is { } concurrent && Open >= replicas.ShareOf(concurrent))
        {
            return new(scope, RateUnit.Concurrent, Open, concurrent, SecondsUntilOpenEnd);
        }

        if (scope.RequestsPerMinute is { } requests && replicas.ShareOf(requests) is var most && _requests.Sum >= most)
        {
            return new(scope, RateUnit.RequestsPerMinute, _requests.Sum, requests, _requests.SecondsUntil(most - 1));
        }

        // What a request will use is known when it ended. So the one that goes over the limit is let in, and those after it are not.
        if (scope.TokensPerMinute is { } tokens && replicas.ShareOf(tokens) - _openTokens is var room && _tokens.Sum >= room)
        {
            return new(scope, RateUnit.TokensPerMinute, _tokens.Sum + _openTokens, tokens, room > 0 ? _tokens.SecondsUntil(room - 1) : SecondsUntilOpenEnd);
        }

        return null;
    }

    public void Enter(long tokens)
    {
        _requests.Add(1);
        Open++;
        _openTokens += tokens;
    }

    public void Leave(long tokens, long used)
    {
        Open--;
        _openTokens -= tokens;
        _tokens.Add(used);
    }
}
