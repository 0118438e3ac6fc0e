using System.Globalization;
using Microsoft.AspNetCore.Components;
using Weir.Proxy.Exchanges;
using Weir.Web.Controls;

namespace Weir.Live;

/// <summary>A tail of what becomes of everybody's requests: it follows, pauses and filters.</summary>
public sealed partial class LivePage
{
    /// <summary>More nobody reads, and each costs this page's memory.</summary>
    private const int MostRows = 200;

    /// <summary>The page is drawn at most so often, however much happens.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(400);

    private static readonly LiveFilter Everything = new(null, null, null);

    /// <summary>Newest first.</summary>
    private readonly LinkedList<LiveRow> _rows = [];

    private readonly Dictionary<string, LinkedListNode<LiveRow>> _known = [];

    private ExchangeSubscription? _subscription;
    private List<LiveRow>? _frozen;
    private string? _filter;
    private string? _problem;
    private bool _isPaused;

    [Inject]
    private LiveTail Tail { get; set; } = null!;

    private List<LiveRow> Shown => [.. (_frozen ?? _rows.AsEnumerable()).Where(row => string.IsNullOrWhiteSpace(_filter) || row.Has(_filter.Trim()))];

    private string Standing => _isPaused ? "Paused. What comes meanwhile is kept, up to the latest 200."
        : _subscription is { Missed: > 0 and var missed } ? $"Following. {Numbers.Full(missed)} events came too fast to be shown."
        : "Following.";

    protected override async Task LoadAsync()
    {
        _subscription = await Work.ReadAsAdministratorAsync(scope => Task.FromResult(Tail.Subscribe(scope.Caller.User, Everything)), Left);
        if (_subscription is null)
        {
            _problem = "Too many pages follow already: close one, then load this one again.";
            return;
        }

        _ = InvokeAsync(FollowAsync);
    }

    protected override void Leave() => _subscription?.Dispose();

    private async Task FollowAsync()
    {
        try
        {
            await foreach (var lines in Tail.ReadAsync(_subscription!, Everything, Left))
            {
                // Judged anew: whoever is no administrator any more hears nothing more.
                await Work.ReadAsAdministratorAsync(_ => Task.FromResult(true), Left);
                foreach (var line in lines)
                {
                    Take(line);
                }

                if (lines.Count > 0 && !_isPaused)
                {
                    StateHasChanged();
                    await Task.Delay(Pace, Clock, Left);
                }
            }
        }
        catch (OperationCanceledException) when (Left.IsCancellationRequested)
        {
            // The page was left.
        }
        catch (Exception failure)
        {
            await DispatchExceptionAsync(failure);
        }
    }

    private void Take(LiveLine line)
    {
        if (_known.TryGetValue(line.Exchange, out var known))
        {
            known.Value = known.Value.With(line);
            return;
        }

        _known.Add(line.Exchange, _rows.AddFirst(new LiveRow(line.Exchange, line.At, line)));
        if (_rows.Count > MostRows)
        {
            _known.Remove(_rows.Last!.Value.Exchange);
            _rows.RemoveLast();
        }
    }

    private void TogglePause()
    {
        _isPaused = !_isPaused;
        _frozen = _isPaused ? [.. _rows] : null;
    }

    private string Time(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone).ToString("HH:mm:ss.f", CultureInfo.InvariantCulture);
}
