using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using MudBlazor;
using Weir.Storage.Model;
using Weir.Web.Controls;

namespace Weir.Requests;

/// <summary>The ledger as an explorer, with filters that live in the address, and a drawer for each request.</summary>
public sealed partial class RequestsPage
{
    private const int PageSize = 50;

    /// <summary>What a list can still be read through; any other name can be typed.</summary>
    private const int MostSuggestions = 200;

    private static readonly (int Days, string Name)[] Spans = [(1, "24 hours"), (7, "7 days"), (30, "30 days"), (0, "All")];

    private Loading<RequestsAnswer> _page = null!;
    private (string List, List<string> Names)[] _suggestions = [];
    private string? _asked;
    private string? _problem;
    private string? _from;
    private string? _to;
    private string? _user;
    private string? _model;
    private string? _upstream;
    private string? _outcome;

    [SupplyParameterFromQuery(Name = "from")]
    private string? From { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    private string? To { get; set; }

    [SupplyParameterFromQuery(Name = "user")]
    private Guid? User { get; set; }

    [SupplyParameterFromQuery(Name = "key")]
    private Guid? Key { get; set; }

    [SupplyParameterFromQuery(Name = "model")]
    private string? Model { get; set; }

    [SupplyParameterFromQuery(Name = "upstream")]
    private string? Upstream { get; set; }

    [SupplyParameterFromQuery(Name = "outcome")]
    private string? Outcome { get; set; }

    [SupplyParameterFromQuery(Name = "before")]
    private string? Before { get; set; }

    /// <summary>The entry whose drawer is open.</summary>
    [SupplyParameterFromQuery(Name = "request")]
    private string? Request { get; set; }

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    private bool HasFilters => From is not null || To is not null || User is not null || Key is not null || Model is not null || Upstream is not null || Outcome is not null;

    private RequestTerms Terms => new() { From = From, To = To, User = User, Key = Key, Model = Model, Upstream = Upstream, Outcome = Outcome };

    /// <summary>The choice that the address came from; null: another time.</summary>
    private int? ChosenSpan => From is null && To is null ? 0 : int.TryParse(Query("span"), NumberStyles.None, CultureInfo.InvariantCulture, out var span) && To is null ? span : null;

    private string ExportAddress => Navigation.GetUriWithQueryParameters(
        "/admin/api/exports/usage",
        new Dictionary<string, object?> { ["from"] = From, ["to"] = To, ["user"] = User, ["key"] = Key, ["model"] = Model, ["upstream"] = Upstream, ["outcome"] = Outcome });

    protected override void OnInitialized() => _page = AskAsAdministrator(async scope =>
    {
        var before = long.TryParse(Before, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0 ? id : long.MaxValue;
        _problem = Terms.Read(out var filter)?.Error;
        return _problem is null ? await scope.Get<RequestQueries>().ListAsync(filter, before, PageSize, scope.Cancellation) : new([], null, null);
    });

    protected override async Task LoadAsync()
    {
        await ReloadAsync();
        _suggestions = await Work.ReadAsAdministratorAsync(scope => SuggestAsync(scope.Db, scope.Cancellation), Left);
        if (Request is not null)
        {
            await ShowAsync(Request);
        }
    }

    /// <summary>The address changed.</summary>
    protected override Task OnParametersSetAsync() => _asked is null || _asked == Asked ? Task.CompletedTask : ReloadAsync();

    private string Asked => $"{From} {To} {User} {Key} {Model} {Upstream} {Outcome} {Before}";

    private async Task ReloadAsync()
    {
        _asked = Asked;
        (_from, _to, _model, _upstream, _outcome) = (From, To, Model, Upstream, Outcome ?? "");
        await _page.ReloadAsync();
        _user = User is { } user ? await Work.ReadAsAdministratorAsync(scope => NameOfAsync(scope.Db, user, scope.Cancellation), Left) : null;
    }

    private async Task ApplyAsync()
    {
        var user = string.IsNullOrWhiteSpace(_user) ? null : await Work.ReadAsAdministratorAsync(scope => IdOfAsync(scope.Db, _user.Trim(), scope.Cancellation), Left);
        if (user is null && !string.IsNullOrWhiteSpace(_user))
        {
            _problem = $"There is nobody called {_user}.";
            return;
        }

        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
        {
            ["from"] = Named(_from),
            ["to"] = Named(_to),
            ["span"] = _from == From ? Query("span") : null,
            ["user"] = user,
            ["model"] = Named(_model),
            ["upstream"] = Named(_upstream),
            ["outcome"] = Named(_outcome),
            ["before"] = null,
            ["request"] = null,
        }));
    }

    private string SpanAddress(int days) => Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
    {
        ["from"] = days == 0 ? null : Clock.GetUtcNow().AddDays(-days).UtcDateTime.ToString("yyyy-MM-ddTHH:mmZ", CultureInfo.InvariantCulture),
        ["to"] = null,
        ["span"] = days == 0 ? null : days,
        ["before"] = null,
        ["request"] = null,
    });

    private async Task OpenAsync(long entry)
    {
        var id = entry.ToString(CultureInfo.InvariantCulture);
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("request", id), replace: true);
        await ShowAsync(id);
    }

    /// <summary>At the right of the page; what it is about stays in the address, so that it can be shared.</summary>
    private async Task ShowAsync(string id)
    {
        var options = new DialogOptions { Position = DialogPosition.CenterRight, MaxWidth = MaxWidth.Medium, FullWidth = true, CloseButton = true, CloseOnEscapeKey = true };
        var dialog = await Dialogs.ShowAsync<RequestDrawer>("Request", new DialogParameters<RequestDrawer> { { drawer => drawer.Id, id } }, options);
        await dialog.Result;
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("request", (string?)null), replace: true);
        await _page.ReloadAsync();
    }

    /// <summary>The names that the fields of the filters suggest.</summary>
    private static async Task<(string List, List<string> Names)[]> SuggestAsync(WeirDbContext db, CancellationToken cancellationToken)
    {
        var sums = db.UsageSums.Where(sum => sum.StartsAt == DateTimeOffset.UnixEpoch);
        return
        [
            ("people", await FirstAsync(db.Users.Where(user => user.ErasedAt == null).Select(user => user.UserName!))),
            ("models", await FirstAsync(db.Names.Where(name => sums.Any(sum => sum.ModelId == name.Id)).Select(name => name.Text))),
            ("upstreams", await FirstAsync(db.Names.Where(name => sums.Any(sum => sum.UpstreamId == name.Id)).Select(name => name.Text))),
        ];

        Task<List<string>> FirstAsync(IQueryable<string> names) => names.OrderBy(name => name).Take(MostSuggestions).ToListAsync(cancellationToken);
    }

    private static Task<string?> NameOfAsync(WeirDbContext db, Guid user, CancellationToken cancellationToken) =>
        db.Users.Where(person => person.Id == user).Select(person => person.UserName).SingleOrDefaultAsync(cancellationToken);

    private static Task<Guid?> IdOfAsync(WeirDbContext db, string name, CancellationToken cancellationToken)
    {
        var normalized = name.ToUpperInvariant();
        return db.Users.Where(person => person.NormalizedUserName == normalized && person.ErasedAt == null).Select(person => (Guid?)person.Id).SingleOrDefaultAsync(cancellationToken);
    }

    private static string? Named(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private string? Query(string name) => System.Web.HttpUtility.ParseQueryString(new Uri(Navigation.Uri).Query)[name];
}
