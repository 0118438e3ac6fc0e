using Microsoft.AspNetCore.Components;
using MudBlazor;
using Weir.Web.Controls;

namespace Weir.Requests;

/// <summary>One exchange: what happened when, what it cost and in which budgets it counts; and a form to correct it.</summary>
public sealed partial class RequestDrawer
{
    private Loading<ExchangeAnswer?> _exchange = null!;
    private long? _correcting;
    private MudButton? _correct;

    /// <summary>True when the form has gone and the focus with it: then Escape would close nothing.</summary>
    private bool _hasLostFocus;

    /// <summary>As the endpoint takes it.</summary>
    [Parameter, EditorRequired]
    public required string Id { get; set; }

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    protected override void OnInitialized() => _exchange = AskAsAdministrator(scope => scope.Get<ExchangeQueries>().FindAsync(Id, scope.Cancellation));

    protected override Task LoadAsync() => _exchange.ReloadAsync();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_hasLostFocus && _correct is not null)
        {
            _hasLostFocus = false;
            await _correct.FocusAsync();
        }
    }

    private void LeaveForm() => (_correcting, _correct, _hasLostFocus) = (null, null, true);

    private async Task DoneAsync()
    {
        LeaveForm();
        Snackbar.Add("Corrected. The budgets and sums of then are right again.", Severity.Success);
        await _exchange.ReloadAsync();
    }

    private static string Signed(long count) => count > 0 ? $"+{Numbers.Full(count)}" : Numbers.Full(count);
}
