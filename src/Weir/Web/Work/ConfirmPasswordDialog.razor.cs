using Microsoft.AspNetCore.Components;
using MudBlazor;
using Weir.Errors;

namespace Weir.Web.Work;

/// <summary>Asks for the password again, before a change.</summary>
public sealed partial class ConfirmPasswordDialog
{
    private string _password = "";
    private ErrorResult? _refusal;
    private bool _isBusy;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    [Inject]
    private PageWork Work { get; set; } = null!;

    private async Task SubmitAsync()
    {
        _isBusy = true;
        _refusal = await Work.ConfirmAsync(_password, CancellationToken.None);
        _isBusy = false;
        if (_refusal is null)
        {
            Dialog.Close();
        }
    }
}
