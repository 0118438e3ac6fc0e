using Microsoft.AspNetCore.Components;
using MudBlazor;
using Weir.Web.Controls;

namespace Weir.RateLimits;

/// <summary>The limits of how fast one may ask.</summary>
public sealed partial class RateLimitsSection
{
    private Loading<List<RateLimitAnswer>> _limits = null!;
    private string? _problem;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    internal static string Who(RateLimitAnswer limit) => limit switch
    {
        { SubjectId: null, Subject: "user" } => "Every user",
        { SubjectId: null } => "Every API key",
        _ => limit.SubjectName ?? "Somebody who was deleted",
    };

    protected override void OnInitialized() => _limits = AskAsAdministrator(scope => scope.Get<RateLimitQueries>().AllAsync(null, scope.Cancellation));

    protected override Task LoadAsync() => _limits.ReloadAsync();

    private static string Figure(long? figure) => figure is { } limit ? Numbers.Full(limit) : "any";

    private async Task EditAsync(RateLimitAnswer? limit)
    {
        var title = limit is null ? "Add a rate limit" : $"Rate limit of {Who(limit)}";
        var dialog = await Dialogs.ShowAsync<RateLimitDialog>(title, new DialogParameters<RateLimitDialog> { { form => form.Existing, limit } });
        if (await dialog.Result is { Canceled: false })
        {
            _problem = null;
            await _limits.ReloadAsync();
        }
    }

    private async Task DeleteAsync(RateLimitAnswer limit)
    {
        if (await Dialogs.ShowMessageBoxAsync($"Delete the rate limit of {Who(limit)}?", "It holds no longer, from the next request on.", yesText: "Delete", cancelText: "Keep it") != true)
        {
            return;
        }

        var refusal = await Work.ChangeAsAdministratorAsync(scope => scope.Get<RateLimitChanges>().DeleteAsync(limit.Id, scope.Cancellation), Left);
        _problem = refusal?.Error;
        if (refusal is null)
        {
            await _limits.ReloadAsync();
        }
    }
}
