using System.Globalization;
using Microsoft.AspNetCore.Components;
using Weir.Proxy.Metering;
using Weir.Usage;
using Weir.Web.Charts;
using Weir.Web.Controls;

namespace Weir.Overviews;

/// <summary>Requests, tokens, money, failures and speed, by hour or day and by who and what; it renews itself.</summary>
public sealed partial class OverviewPage
{
    private static readonly (string Range, string Name)[] Ranges = [("today", "Today"), ("7d", "7 days"), ("30d", "30 days"), ("90d", "90 days")];

    private const int HoursOfADay = 24;

    private Loading<OverviewAnswer> _overview = null!;
    private string? _asked;
    private bool _isRenewal;
    private bool _isMoney = true;

    [SupplyParameterFromQuery(Name = "range")]
    private string? Range { get; set; }

    private string Shown => Range is not null && OverviewRange.Check(Range) is null ? Range : OverviewRange.Today;

    protected override void OnInitialized() => _overview = AskAsAdministrator(scope =>
    {
        var range = new OverviewRange(Shown, Zone, scope.Get<ILedger>().Now);
        var (board, queries) = (scope.Get<OverviewBoard>(), scope.Get<OverviewQueries>());
        return _isRenewal ? board.RenewAsync(queries, range, scope.Cancellation) : board.AnswerAsync(queries, range, scope.Cancellation);
    });

    protected override async Task LoadAsync()
    {
        await ReloadAsync();
        Repeat(OverviewBoard.Tick, _overview.ReloadAsync);
    }

    /// <summary>The address changed.</summary>
    protected override Task OnParametersSetAsync() => _asked is null || _asked == Shown ? Task.CompletedTask : ReloadAsync();

    private async Task ReloadAsync()
    {
        (_asked, _isRenewal) = (Shown, false);
        await _overview.ReloadAsync();
        _isRenewal = true;
    }

    /// <summary>Of today the hours that are to come, too, so that the day's shape is seen.</summary>
    private List<ChartBar> Bars(OverviewAnswer overview)
    {
        var bars = overview.Series.Select(step => new ChartBar(
            Label(step.StartsAt, overview), [Math.Max(0, _isMoney ? step.Figures.NanoDollars : step.Figures.TotalTokens)])).ToList();
        while (overview.Step == "hour" && bars.Count < HoursOfADay)
        {
            bars.Add(new(Label(overview.From.AddHours(bars.Count), overview), [0]));
        }

        return bars;
    }

    private string Label(DateTimeOffset start, OverviewAnswer overview) =>
        TimeZoneInfo.ConvertTime(start, Zone).ToString(overview.Step == "hour" ? "HH:mm" : "d MMM", CultureInfo.InvariantCulture);

    private string Written(long value) => _isMoney ? Numbers.Money(value) : Numbers.Short(value);

    private static List<FigureRow> People(OverviewAnswer overview) =>
        [.. overview.TopUsers.Select(user => new FigureRow(user.Username ?? "deleted", Requests($"user={user.UserId}", overview), user.Figures))];

    private static List<FigureRow> Models(OverviewAnswer overview) => Named(overview.TopModels, "model", overview);

    private static List<FigureRow> Upstreams(OverviewAnswer overview) => Named(overview.TopUpstreams, "upstream", overview);

    private static List<FigureRow> Named(IEnumerable<NamedFigures> parts, string filter, OverviewAnswer overview) =>
        [.. parts.Select(part => new FigureRow(part.Name, Requests($"{filter}={Uri.EscapeDataString(part.Name)}", overview), part.Figures))];

    private static string Requests(string filter, OverviewAnswer overview) =>
        $"/admin/requests?{filter}&from={overview.From.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)}";

    private static string Failed(UsageFigures figures) => figures.Failures == 0 ? "none failed"
        : $"{Numbers.Full(figures.Failures)} failed, {Numbers.Percent(figures.Failures / (double)Math.Max(1, figures.Requests + figures.Failures))}";

    private static string? Speed(UsageFigures figures) =>
        figures.OutputTokensPerSecond is { } speed ? string.Create(CultureInfo.InvariantCulture, $"then {speed:0.#} tokens a second") : null;
}
