using System.Buffers.Binary;
using Weir.Accounting;

namespace Weir.Storage.Ledger.Writing;

/// <summary>
/// The budget windows that the writer remembers, so that a hot one is read once and written once per commit. Being remembered decides
/// nothing: each is written only if the database still holds what was read.
/// </summary>
internal sealed class WindowAccounts(ILedgerStore store)
{
    /// <summary>Bounded by memory (about 15 MB); beyond, all are forgotten between two commits and read again as needed.</summary>
    private const int Most = 100_000;

    private readonly Dictionary<BudgetId, WindowAccount> _byBudget = [];
    private readonly Dictionary<long, WindowAccount> _byId = [];
    private readonly List<WindowAccount> _touched = [];

    /// <exception cref="LedgerInvariantException">There is no such budget.</exception>
    public WindowAccount Of(BudgetId budget)
    {
        if (_byBudget.TryGetValue(budget, out var window))
        {
            return window;
        }

        var found = store.FindWindow(budget) ?? throw new LedgerInvariantException($"There is no budget {budget}.");
        window = _byId.GetValueOrDefault(found.Id, found);
        _byId[window.Id] = window;
        _byBudget[budget] = window;
        return window;
    }

    /// <summary>Null when the window is gone, as its budget was deleted while the attempt was open.</summary>
    public WindowAccount? Of(long id)
    {
        if (!_byId.TryGetValue(id, out var window) && store.FindWindow(id) is { } found)
        {
            window = found;
            _byId[id] = window;
        }

        return window;
    }

    /// <summary>To be called with every window that is changed, so that <see cref="Write"/> finds it.</summary>
    public void Touch(WindowAccount window) => _touched.Add(window);

    /// <summary>Writes what changed, each window once.</summary>
    public void Write()
    {
        foreach (var window in _touched)
        {
            if (!window.IsChanged)
            {
                continue;
            }

            if (!store.TryWrite(window))
            {
                throw new LedgerInvariantException($"Window {window.Id} no longer holds what was read: somebody else wrote it.");
            }

            window.MarkDurable();
        }

        _touched.Clear();
    }

    public void Trim()
    {
        if (_byId.Count > Most)
        {
            Forget();
        }
    }

    public void Forget()
    {
        _byBudget.Clear();
        _byId.Clear();
        _touched.Clear();
    }

    public static byte[] Pack(ReadOnlySpan<WindowAccount> windows)
    {
        var packed = new byte[windows.Length * sizeof(long)];
        for (var i = 0; i < windows.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(packed.AsSpan(i * sizeof(long)), windows[i].Id);
        }

        return packed;
    }

    public static int Count(byte[] packed) => packed.Length / sizeof(long);

    public static long Id(byte[] packed, int index) => BinaryPrimitives.ReadInt64LittleEndian(packed.AsSpan(index * sizeof(long)));
}
