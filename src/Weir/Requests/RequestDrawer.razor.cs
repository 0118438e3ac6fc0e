using Microsoft.AspNetCore.Components;
using MudBlazor;
using Weir.Web.Controls;

namespace Weir.Requests;

/// <summary>One exchange: what happened when, what it cost and in which budgets it counts; and a form to correct it.</summary>
public sealed partial class RequestDrawer
{
    private Loading<ExchangeAnswer?> _exchange = null!;
    private long? _correcting;

    /// <summary>As the endpoint takes it.</summary>
    [Parameter, EditorRequired]
    public required string Id { get; set; }

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    protected override void OnInitialized() => _exchange = AskAsAdministrator(scope => scope.Get<ExchangeQueries>().FindAsync(Id, scope.Cancellation));

    protected override Task LoadAsync() => _exchange.ReloadAsync();

    private async Task DoneAsync()
    {
        _correcting = null;
        Snackbar.Add("Corrected. The budgets and sums of then are right again.", Severity.Success);
        await _exchange.ReloadAsync();
    }

    private static string Signed(long count) => count > 0 ? $"+{Numbers.Full(count)}" : Numbers.Full(count);
}
