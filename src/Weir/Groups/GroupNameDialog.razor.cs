using Microsoft.AspNetCore.Components;

namespace Weir.Groups;

/// <summary>Makes a group, or renames one. Closes with its id.</summary>
public sealed partial class GroupNameDialog
{
    private string _name = "";

    /// <summary>Null: one is to be made.</summary>
    [Parameter]
    public GroupAnswer? Group { get; set; }

    protected override void OnInitialized() => _name = Group?.Name ?? "";

    private async Task SubmitAsync()
    {
        var id = Group?.Id ?? default;
        if (await ChangeAsAdministratorAsync(
            async scope =>
            {
                var changes = scope.Get<GroupChanges>();
                if (Group is not null)
                {
                    return await changes.RenameAsync(id, _name.Trim(), scope.Cancellation);
                }

                (id, var why) = await changes.AddAsync(_name.Trim(), scope.Cancellation);
                return why;
            }))
        {
            Dialog.Close(id);
        }
    }
}
