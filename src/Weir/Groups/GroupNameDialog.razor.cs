using Microsoft.AspNetCore.Components;
using MudBlazor;
using Weir.Web.Work;

namespace Weir.Groups;

/// <summary>Makes a group, or renames one. Closes with its id.</summary>
public sealed partial class GroupNameDialog
{
    private string _name = "";
    private string? _problem;
    private bool _isBusy;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    [Inject]
    private PageWork Work { get; set; } = null!;

    /// <summary>Null: one is to be made.</summary>
    [Parameter]
    public GroupAnswer? Group { get; set; }

    protected override void OnInitialized() => _name = Group?.Name ?? "";

    private async Task SubmitAsync()
    {
        var id = Group?.Id ?? default;
        _isBusy = true;
        var refusal = await Work.ChangeAsAdministratorAsync(
            async scope =>
            {
                var changes = scope.Get<GroupChanges>();
                if (Group is not null)
                {
                    return await changes.RenameAsync(id, _name.Trim(), scope.Cancellation);
                }

                (id, var why) = await changes.AddAsync(_name.Trim(), scope.Cancellation);
                return why;
            },
            CancellationToken.None);
        _isBusy = false;
        _problem = refusal?.Error;
        if (refusal is null)
        {
            Dialog.Close(id);
        }
    }
}
