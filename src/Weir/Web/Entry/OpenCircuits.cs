using Weir.Accounting;

namespace Weir.Web.Entry;

/// <summary>Counts the pages that are open, so that neither one person nor all together can fill the memory with them. Thread-safe.</summary>
internal sealed class OpenCircuits
{
    /// <summary>Tabs that a person may well have left open, on all their devices.</summary>
    public const int MostOfOneUser = 30;

    /// <summary>More people than look at their pages at once. What one costs, <c>bench/pages</c> measures.</summary>
    public const int Most = 500;

    private readonly Lock _lock = new();

    /// <summary>Bounded by <see cref="Most"/>: who has none open is not in it.</summary>
    private readonly Dictionary<UserId, int> _byUser = [];

    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>A place, which is given back by disposing of it; null when there is none.</summary>
    public IDisposable? Take(UserId user)
    {
        lock (_lock)
        {
            var own = _byUser.GetValueOrDefault(user);
            if (_count >= Most || own >= MostOfOneUser)
            {
                return null;
            }

            _byUser[user] = own + 1;
            _count++;
            return new Place(this, user);
        }
    }

    private void Leave(UserId user)
    {
        lock (_lock)
        {
            _count--;
            if (_byUser[user]-- == 1)
            {
                _byUser.Remove(user);
            }
        }
    }

    private sealed class Place(OpenCircuits circuits, UserId user) : IDisposable
    {
        private bool _isLeft;

        public void Dispose()
        {
            if (!_isLeft)
            {
                _isLeft = true;
                circuits.Leave(user);
            }
        }
    }
}
