using Microsoft.AspNetCore.Components;
using MudBlazor;
using Weir.Invites;
using Weir.Web.Controls;

namespace Weir.Users;

/// <summary>All users: search, sort, page; make and invite; limits, groups and states of many at once. What is shown stands in the address.</summary>
public sealed partial class UsersPage
{
    private static readonly (UserSort Sort, string Label, bool IsNumber)[] Columns =
    [
        (UserSort.Username, "Name", false),
        (UserSort.TotalTokens, "Tokens used", true),
        (UserSort.TokenLimit, "Token limit", true),
        (UserSort.LastSeenAt, "Last seen", false),
        (UserSort.CreatedAt, "Made", false),
    ];

    private readonly HashSet<Guid> _chosen = [];
    private Loading<UserListAnswer> _users = null!;
    private string? _asked;
    private MadeLink? _link;
    private string? _problem;
    private string? _done;

    [SupplyParameterFromQuery]
    private string? Search { get; set; }

    [SupplyParameterFromQuery]
    private string? Show { get; set; }

    [SupplyParameterFromQuery]
    private string? Sort { get; set; }

    [SupplyParameterFromQuery]
    private string? Order { get; set; }

    [SupplyParameterFromQuery(Name = "offset")]
    private int? Skipped { get; set; }

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    private int Offset => Math.Max(0, Skipped ?? 0);

    private UserSort SortedNow => UserListQuery.Sorts.TryRead(Sort, out var sort) ? sort : UserSort.Username;

    private UserFilter Filter => new()
    {
        Search = string.IsNullOrWhiteSpace(Search) ? null : Search.Trim(),
        Sort = SortedNow,
        IsDescending = Order == "desc",
        Offset = Offset,
        IsActive = Show switch { "active" => true, "deactivated" => false, _ => null },
        IsAdministrator = Show == "administrators" ? true : null,
    };

    protected override void OnInitialized() => _users = AskAsAdministrator(scope => scope.Get<UserQueries>().ListAsync(Filter, scope.Cancellation));

    protected override async Task OnParametersSetAsync()
    {
        // Following a link within the page changes its parameters alone.
        if (RendererInfo.IsInteractive && _asked != Navigation.Uri)
        {
            _asked = Navigation.Uri;
            _chosen.Clear();
            await _users.ReloadAsync();
        }
    }

    private string? OrderOf(UserSort sort) => sort != SortedNow ? null : Order == "desc" ? "descending" : "ascending";

    private string SortedBy(UserSort sort) => Address(("sort", UserListQuery.Sorts.Word(sort)), ("order", OrderOf(sort) == "ascending" ? "desc" : null));

    private string From(int offset) => Navigation.GetUriWithQueryParameter("offset", offset == 0 ? null : offset);

    private void LookFor(string? text)
    {
        if (!string.Equals(text ?? "", Search ?? "", StringComparison.Ordinal))
        {
            Navigation.NavigateTo(Address(("search", string.IsNullOrEmpty(text) ? null : text)), replace: true);
        }
    }

    private void ShowOnly(string? show) => Navigation.NavigateTo(Address(("show", string.IsNullOrEmpty(show) ? null : show)));

    private void ShowEverybody() => Navigation.NavigateTo("/admin/users");

    /// <summary>With something changed, from the first page on.</summary>
    private string Address(params (string Name, string? Value)[] changed)
    {
        var parameters = changed.ToDictionary(change => change.Name, object? (change) => change.Value);
        parameters["offset"] = null;
        return Navigation.GetUriWithQueryParameters(parameters);
    }

    private void Choose(Guid user, ChangeEventArgs change)
    {
        if (change.Value is true)
        {
            _chosen.Add(user);
        }
        else
        {
            _chosen.Remove(user);
        }
    }

    private void ChooseAll(ChangeEventArgs change)
    {
        _chosen.Clear();
        if (change.Value is true)
        {
            _chosen.UnionWith(_users.Value.Users.Select(user => user.Id));
        }
    }

    private async Task CreateAsync()
    {
        var dialog = await Dialogs.ShowAsync<NewUserDialog>("New user");
        if (await dialog.Result is { Data: string username })
        {
            (_problem, _done) = (null, $"{username} can sign in now.");
            await _users.ReloadAsync();
        }
    }

    private async Task InviteAsync()
    {
        var dialog = await Dialogs.ShowAsync<InviteDialog>("Invite somebody");
        if (await dialog.Result is { Data: MadeLink link })
        {
            _link = link;
        }
    }

    private async Task SetLimitAsync()
    {
        var dialog = await Dialogs.ShowAsync<TokenLimitDialog>($"Token limit of {_chosen.Count} {Users}");
        if (await dialog.Result is { Canceled: false } closed)
        {
            await BulkAsync(new() { Action = "set_token_limit", TokenLimit = (long?)closed.Data }, "changed");
        }
    }

    private async Task SetGroupAsync()
    {
        var dialog = await Dialogs.ShowAsync<GroupDialog>($"Group of {_chosen.Count} {Users}");
        if (await dialog.Result is { Canceled: false } closed)
        {
            await BulkAsync(new() { Action = "set_group", GroupId = (Guid?)closed.Data }, "moved");
        }
    }

    private async Task DeactivateAsync()
    {
        var isSure = await Dialogs.ShowMessageBoxAsync(
            $"Deactivate {_chosen.Count} {Users}?", "Their sessions end, and their keys are refused until they are activated again.", yesText: "Deactivate", cancelText: "Leave them");
        if (isSure == true)
        {
            await BulkAsync(new() { Action = "deactivate" }, "deactivated");
        }
    }

    private string Users => _chosen.Count == 1 ? "user" : "users";

    private async Task BulkAsync(BulkUserRequest request, string done)
    {
        request.Ids = [.. _chosen];
        BulkUserAnswer? answer = null;
        var refusal = await Work.ChangeAsAdministratorAsync(
            async scope =>
            {
                (answer, var why) = await scope.Get<BulkUserChanges>().ChangeAsync(request, scope.Cancellation);
                return why;
            },
            Left);
        _problem = refusal?.Error;
        _done = null;
        if (answer is not null)
        {
            _problem = answer.Refused.Count == 0 ? null : string.Join(' ', answer.Refused.Select(one => $"{one.Username ?? "Somebody"}: {one.Error}"));
            _done = $"{answer.Changed} {(answer.Changed == 1 ? "user is" : "users are")} {done}.";
            _chosen.Clear();
            await _users.ReloadAsync();
        }
    }
}
