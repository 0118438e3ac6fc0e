using Weir.Web.Charts;
using Weir.Web.Controls;

namespace Weir.Usage;

/// <summary>What I have used today and this month against my limits, by day and model, and the latest requests and refusals.</summary>
public sealed partial class HomePage
{
    private const int Days = 30;

    private const int MostRefusals = 8;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private Loading<HomeContents> _home = null!;
    private bool _isMoney = true;

    private (List<string> Series, List<ChartBar> Bars) Chart =>
        DayChart.Of(_home.Value.Summary.ByDayAndModel, DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Clock.GetUtcNow(), Zone).DateTime), Days, figures => _isMoney ? figures.NanoDollars : figures.TotalTokens);

    protected override void OnInitialized() => _home = Ask(scope => HomeContents.ReadAsync(scope, Zone, Clock.GetUtcNow()));

    protected override async Task LoadAsync()
    {
        await _home.ReloadAsync();
        Repeat(Interval, _home.ReloadAsync);
    }

    private string Written(long value) => _isMoney ? Numbers.Money(value) : Numbers.Short(value);

    private static string Uses(UsageFigures figures) => figures.Requests == 1 ? "1 request" : $"{Numbers.Full(figures.Requests)} requests";

    private static string? Cached(UsageFigures figures) => figures.CacheReadTokens == 0 ? null : $"{Numbers.Short(figures.CacheReadTokens)} of them read from a cache";
}
