using Microsoft.AspNetCore.Components;
using MudBlazor;
using Weir.Usage;
using Weir.Web.Controls;
using Weir.Web.Work;

namespace Weir.Prices;

/// <summary>The prices that were set here and those that Weir comes with.</summary>
public sealed partial class PricesSection
{
    private const int Most = 100;

    private Loading<PricesAnswer> _prices = null!;
    private string? _problem;

    /// <summary>Told when a price is another one now.</summary>
    [Parameter]
    public EventCallback Changed { get; set; }

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    protected override void OnInitialized() => _prices = AskAsAdministrator(
        scope => scope.Get<PriceQueries>().PageAsync(new UsagePage(Most, long.MaxValue), model: null, upstream: null, scope.Cancellation));

    protected override Task LoadAsync() => _prices.ReloadAsync();

    private static string Rates(PriceAnswer price) =>
        $"{Numbers.Money(price.NanoDollarsPerMillion.Input ?? 0)} and {Numbers.Money(price.NanoDollarsPerMillion.Output ?? 0)}";

    private async Task SetAsync(PriceAnswer? price)
    {
        var title = price is null ? "Set a price" : $"New price of {price.Name}";
        var dialog = await Dialogs.ShowAsync<PriceDialog>(title, new DialogParameters<PriceDialog> { { form => form.Existing, price } });
        if (await dialog.Result is { Canceled: false })
        {
            await ReloadAsync();
        }
    }

    private async Task EndAsync(PriceAnswer price)
    {
        var isPlanned = price.State == "planned";
        var consequence = isPlanned
            ? "It never comes into force."
            : "From now on the next that fits holds: a shipped one, or that of models that have none. What was used keeps its price.";
        if (await Dialogs.ShowMessageBoxAsync(
            $"{(isPlanned ? "Delete" : "End")} the price of “{price.Name}”?", consequence, yesText: isPlanned ? "Delete" : "End it now", cancelText: "Keep it") != true)
        {
            return;
        }

        var refusal = await Work.ChangeAsAdministratorAsync(scope => EndAsync(scope, price, isPlanned), Left);
        _problem = refusal?.Error;
        if (refusal is null)
        {
            await ReloadAsync();
        }
    }

    private static async Task<Errors.ErrorResult?> EndAsync(PageScope scope, PriceAnswer price, bool isPlanned)
    {
        var desk = scope.Get<PriceDesk>();
        return isPlanned ? await desk.DeleteAsync(price.Id, scope.Cancellation) : (await desk.EndAsync(price.Id, null, scope.Cancellation)).Refusal;
    }

    private async Task ReloadAsync()
    {
        _problem = null;
        await _prices.ReloadAsync();
        await Changed.InvokeAsync();
    }
}
