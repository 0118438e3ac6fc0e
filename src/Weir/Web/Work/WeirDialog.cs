using Microsoft.AspNetCore.Components;
using MudBlazor;
using Weir.Errors;
using Weir.Web.Controls;

namespace Weir.Web.Work;

/// <summary>What dialogs that change something have in common: they close when it is done, and else say why not, in the words of their form.</summary>
public abstract class WeirDialog : ComponentBase
{
    [CascadingParameter]
    protected IMudDialogInstance Dialog { get; set; } = null!;

    [CascadingParameter]
    protected Preferences Preferences { get; set; } = null!;

    [Inject]
    internal PageWork Work { get; set; } = null!;

    /// <summary>What is wrong with what was entered, or why it could not be done.</summary>
    protected string? Problem { get; set; }

    /// <summary>True while it is being done: nobody does it twice.</summary>
    protected bool IsBusy { get; private set; }

    /// <summary>Changes something of one's own account.</summary>
    /// <returns>True when it is done.</returns>
    private protected Task<bool> ChangeAsync(Func<PageScope, Task<ErrorResult?>> change, params (string Field, string Label)[] labels) =>
        RunAsync(Work.ChangeAsync(change, CancellationToken.None), labels);

    /// <summary>Changes something as an administrator.</summary>
    /// <returns>True when it is done.</returns>
    private protected Task<bool> ChangeAsAdministratorAsync(Func<PageScope, Task<ErrorResult?>> change, params (string Field, string Label)[] labels) =>
        RunAsync(Work.ChangeAsAdministratorAsync(change, CancellationToken.None), labels);

    /// <param name="change">What is being done.</param>
    /// <param name="labels">What the form calls the fields of a request.</param>
    private async Task<bool> RunAsync(Task<ErrorResult?> change, (string Field, string Label)[] labels)
    {
        IsBusy = true;
        var refusal = await change;
        IsBusy = false;
        Problem = FieldLabels.In(refusal?.Error, labels);
        return refusal is null;
    }
}
