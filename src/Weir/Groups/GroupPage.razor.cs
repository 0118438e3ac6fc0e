using Microsoft.AspNetCore.Components;
using MudBlazor;
using Weir.Accounting;
using Weir.Budgets;
using Weir.Users;
using Weir.Web.Controls;

namespace Weir.Groups;

/// <summary>A group: its budgets and its members.</summary>
public sealed partial class GroupPage
{
    private Loading<GroupAnswer?> _group = null!;
    private Loading<List<BudgetAnswer>> _budgets = null!;
    private Loading<UserListAnswer> _members = null!;
    private string? _asked;
    private string? _problem;

    [Parameter]
    public Guid Id { get; set; }

    [SupplyParameterFromQuery(Name = "offset")]
    private int? From { get; set; }

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    private int Offset => Math.Max(0, From ?? 0);

    protected override void OnInitialized()
    {
        _group = AskAsAdministrator(scope => scope.Get<GroupQueries>().FindAsync(Id, scope.Cancellation));
        _budgets = AskAsAdministrator(
            scope => scope.Get<BudgetQueries>().PageAsync(new() { Subject = SubjectKind.Group, SubjectId = Id }, scope.Cancellation));
        _members = AskAsAdministrator(
            scope => scope.Get<UserQueries>().ListAsync(new() { GroupId = Id, Sort = UserSort.Username, Offset = Offset }, scope.Cancellation));
    }

    protected override async Task OnParametersSetAsync()
    {
        if (RendererInfo.IsInteractive && _asked != Navigation.Uri)
        {
            _asked = Navigation.Uri;
            await Task.WhenAll(_group.ReloadAsync(), _budgets.ReloadAsync(), _members.ReloadAsync());
        }
    }

    private async Task RenameAsync()
    {
        var parameters = new DialogParameters<GroupNameDialog> { { dialog => dialog.Group, _group.Value } };
        var dialog = await Dialogs.ShowAsync<GroupNameDialog>($"Rename {_group.Value!.Name}", parameters);
        if (await dialog.Result is { Canceled: false })
        {
            await _group.ReloadAsync();
        }
    }

    private async Task DeleteAsync()
    {
        var isSure = await Dialogs.ShowMessageBoxAsync(
            $"Delete {_group.Value!.Name}?", "Its budgets go with it. The members stay, with their own limits.", yesText: "Delete", cancelText: "Keep it");
        if (isSure != true)
        {
            return;
        }

        var refusal = await Work.ChangeAsAdministratorAsync(scope => scope.Get<GroupChanges>().DeleteAsync(Id, scope.Cancellation), Left);
        _problem = refusal?.Error;
        if (refusal is null)
        {
            Navigation.NavigateTo("/admin/groups");
        }
    }

    private async Task RemoveAsync(UserAnswer user)
    {
        var refusal = await Work.ChangeAsAdministratorAsync(
            scope => scope.Get<UserChanges>().ChangeAsync(user.Id, new() { GroupId = null }, scope.Cancellation), Left);
        _problem = refusal?.Error;
        await Task.WhenAll(_group.ReloadAsync(), _members.ReloadAsync());
    }
}
