using Microsoft.AspNetCore.Components;
using MudBlazor;
using Weir.Web.Controls;

namespace Weir.ModelRoutes;

/// <summary>What callers can ask for, the routes that requests take, and prices.</summary>
public sealed partial class ModelsPage
{
    /// <summary>Some upstreams list hundreds: nobody reads more at once.</summary>
    private const int Most = 100;

    private Loading<List<PricedModel>> _models = null!;
    private Loading<List<RouteAnswer>> _routes = null!;
    private string? _search;
    private string? _problem;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    private List<PricedModel> Fitting => string.IsNullOrWhiteSpace(_search)
        ? _models.Value
        : _models.Value.FindAll(model => model.Name.Contains(_search.Trim(), StringComparison.OrdinalIgnoreCase));

    protected override void OnInitialized()
    {
        _models = AskAsAdministrator(scope => Task.FromResult(scope.Get<PricedModels>().All()));
        _routes = AskAsAdministrator(scope => scope.Get<RouteQueries>().AllAsync(scope.Cancellation));
    }

    protected override async Task LoadAsync()
    {
        await _models.ReloadAsync();
        await _routes.ReloadAsync();
    }

    private static string Rate(long? nanoDollars) => nanoDollars is { } rate ? Numbers.Money(rate) : "unknown";

    private async Task EditAsync(RouteAnswer? route)
    {
        var title = route is null ? "Add a route" : $"Edit the route {route.Pattern}";
        var dialog = await Dialogs.ShowAsync<RouteDialog>(title, new DialogParameters<RouteDialog> { { form => form.Existing, route } });
        if (await dialog.Result is { Canceled: false })
        {
            _problem = null;
            await LoadAsync();
        }
    }

    private async Task DeleteAsync(RouteAnswer route)
    {
        if (await Dialogs.ShowMessageBoxAsync(
            $"Delete the route “{route.Pattern}”?", "Requests for it then go to whichever upstream lists a model of this name, if any.", yesText: "Delete", cancelText: "Keep it") != true)
        {
            return;
        }

        var refusal = await Work.ChangeAsAdministratorAsync(scope => scope.Get<RouteDesk>().DeleteAsync(route.Id, scope.Cancellation), Left);
        _problem = refusal?.Error;
        if (refusal is null)
        {
            await LoadAsync();
        }
    }
}
