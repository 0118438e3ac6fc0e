using Microsoft.AspNetCore.Components;
using MudBlazor;
using Weir.Web.Controls;

namespace Weir.Groups;

/// <summary>All groups, and the way to make one.</summary>
public sealed partial class GroupsPage
{
    private const int Size = 100;

    private Loading<List<GroupAnswer>> _groups = null!;

    [SupplyParameterFromQuery(Name = "offset")]
    private int? From { get; set; }

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    private int Offset => Math.Max(0, From ?? 0);

    protected override void OnInitialized() => _groups = AskAsAdministrator(scope => scope.Get<GroupQueries>().ListAsync(scope.Cancellation));

    protected override Task LoadAsync() => _groups.ReloadAsync();

    private async Task AddAsync()
    {
        var dialog = await Dialogs.ShowAsync<GroupNameDialog>("New group");
        if (await dialog.Result is { Data: Guid id })
        {
            Navigation.NavigateTo($"/admin/groups/{id}");
        }
    }
}
