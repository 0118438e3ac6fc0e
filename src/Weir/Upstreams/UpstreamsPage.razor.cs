using Microsoft.AspNetCore.Components;
using MudBlazor;
using Weir.Web.Controls;

namespace Weir.Upstreams;

/// <summary>All upstreams: how they stand, and for those of the database what can be done about them.</summary>
public sealed partial class UpstreamsPage
{
    /// <summary>How they stand changes by itself.</summary>
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(5);

    /// <summary>Bounded by the upstreams there are.</summary>
    private readonly Dictionary<string, TrialAnswer> _trials = [];
    private readonly HashSet<string> _testing = [];
    private Loading<List<UpstreamAnswer>> _upstreams = null!;
    private string? _problem;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    protected override void OnInitialized() => _upstreams = AskAsAdministrator(scope => scope.Get<UpstreamQueries>().AllAsync(scope.Cancellation));

    protected override async Task LoadAsync()
    {
        await _upstreams.ReloadAsync();
        Repeat(Often, _upstreams.ReloadAsync);
    }

    private static bool IsWritten(UpstreamAnswer upstream) => upstream.Source == "settings";

    private static string StateWord(UpstreamAnswer upstream) => upstream switch
    {
        { Problem: not null } => "Needs attention",
        { State: null } => "Not in use",
        { State.IsOpen: true } => "Does not answer",
        { State.Models: 0 } => "Lists no models",
        _ => "Works",
    };

    private static string StateClass(UpstreamAnswer upstream) => upstream switch
    {
        { Problem: not null } or { State.IsOpen: true } => "bad",
        { State: null or { Models: 0 } } => "warn",
        _ => "good",
    };

    private Task AddAsync() => ShowAsync("Add an upstream", null);

    private Task EditAsync(UpstreamAnswer upstream) => ShowAsync(IsWritten(upstream) ? upstream.Name : $"Edit {upstream.Name}", upstream);

    private async Task ShowAsync(string title, UpstreamAnswer? upstream)
    {
        var parameters = new DialogParameters<UpstreamDialog> { { dialog => dialog.Existing, upstream } };
        var dialog = await Dialogs.ShowAsync<UpstreamDialog>(title, parameters);
        if (await dialog.Result is { Canceled: false })
        {
            _problem = null;
            _trials.Remove(upstream?.Id ?? "");
            await _upstreams.ReloadAsync();
        }
    }

    private async Task TestAsync(UpstreamAnswer upstream)
    {
        _testing.Add(upstream.Id);
        var (trial, refusal) = await Work.ReadAsAdministratorAsync(scope => scope.Get<UpstreamDesk>().TryKnownAsync(upstream.Id, scope.Cancellation), Left);
        _testing.Remove(upstream.Id);
        _trials[upstream.Id] = trial ?? TrialAnswer.Failed(refusal!.Error);
    }

    private async Task DeleteAsync(UpstreamAnswer upstream)
    {
        var isSure = await Dialogs.ShowMessageBoxAsync(
            $"Delete “{upstream.Name}”?", "Its key is forgotten, and no request goes there any more. Requests that are at it go on; what they used stays in the ledger.", yesText: "Delete", cancelText: "Keep it");
        if (isSure != true)
        {
            return;
        }

        var refusal = await Work.ChangeAsAdministratorAsync(scope => scope.Get<UpstreamDesk>().DeleteAsync(upstream.Id, scope.Cancellation), Left);
        _problem = refusal?.Error;
        if (refusal is null)
        {
            await _upstreams.ReloadAsync();
        }
    }
}
