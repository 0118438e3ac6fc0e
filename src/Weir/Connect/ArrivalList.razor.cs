using Microsoft.AspNetCore.Components;
using Weir.Proxy.Exchanges;
using Weir.Web.Controls;
using Weir.Web.Work;

namespace Weir.Connect;

/// <summary>Listens for one's own requests and shows what becomes of each.</summary>
public sealed partial class ArrivalList : IDisposable
{
    /// <summary>More can't be read as they come.</summary>
    private const int MostShown = 12;

    /// <summary>Busy programs make many events; eyes follow some redraws a second.</summary>
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(150);

    private readonly CancellationTokenSource _left = new();

    /// <summary>What is known last of each request, newest first.</summary>
    private readonly List<Arrival> _requests = [];

    private ExchangeSubscription? _heard;
    private bool _isFull;

    [Inject]
    private PageWork Work { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    public void Dispose()
    {
        _left.Cancel();
        _heard?.Dispose();
        _left.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        if (!RendererInfo.IsInteractive)
        {
            return;
        }

        _heard = await Work.ReadAsync(
            scope =>
            {
                var user = scope.Caller.User;
                return Task.FromResult(scope.Get<ExchangeFeed>().Subscribe(user, told => told.Caller?.User == user));
            },
            _left.Token);
        _isFull = _heard is null;
        _ = _heard is null ? Task.CompletedTask : InvokeAsync(() => ShowAsync(_heard, _left.Token));
    }

    private async Task ShowAsync(ExchangeSubscription heard, CancellationToken left)
    {
        try
        {
            while (await heard.Events.WaitToReadAsync(left))
            {
                while (heard.Events.TryRead(out var told))
                {
                    Take(Arrival.Of(told));
                }

                StateHasChanged();
                await Task.Delay(Redraw, Clock, left);
            }
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            // The page was left.
        }
        catch (Exception failure)
        {
            await DispatchExceptionAsync(failure);
        }
    }

    private void Take(Arrival arrival)
    {
        var known = _requests.FindIndex(request => request.Id == arrival.Id);
        if (known >= 0)
        {
            _requests[known] = arrival with { At = _requests[known].At };
            return;
        }

        _requests.Insert(0, arrival);
        if (_requests.Count > MostShown)
        {
            _requests.RemoveAt(MostShown);
        }
    }

    private static string Tone(Arrival request) => request switch
    {
        { Stage: "refused" } => "bad",
        { Stage: "ended", Outcome: "completed" } => "good",
        { Stage: "ended" } => "warn",
        _ => "",
    };

    private static string State(Arrival request) => request switch
    {
        { Stage: "arrived" } => "Arrived",
        { Stage: "sent", Upstream: var upstream } => $"Sent to {upstream}",
        { Stage: "first_byte", Upstream: var upstream } => $"{upstream} answers",
        { Stage: "refused", Status: var status } => $"Refused, {status}",
        { Outcome: "completed" } => "Answered",
        { Outcome: "client_gone" } => "The program left",
        _ => $"Failed at {request.Upstream}",
    };

    private static string? Explanation(Arrival request) => request switch
    {
        { Stage: "refused", Reason: "client_budget_exceeded" } => $"{request.Error}. Your home page shows the limit and what was missing; an administrator can raise it.",
        { Stage: "refused" } => request.Error,
        { Stage: "ended", Outcome: "completed" or "client_gone" } => $"{Numbers.Full(request.InputTokens ?? 0)} tokens in, {Numbers.Full(request.OutputTokens ?? 0)} out, {Numbers.Money(request.NanoDollars ?? 0)}",
        { Stage: "ended", Status: { } status } => $"It answered with status {status}: what the program was told says why.",
        { Stage: "ended" } => "It could not be reached, or its answer broke off.",
        _ => null,
    };
}
