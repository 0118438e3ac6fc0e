using Microsoft.AspNetCore.Components;
using Weir.Web.Controls;

namespace Weir.Refusals;

/// <summary>Refusals by reason and by person, and the latest of one.</summary>
public sealed partial class RefusalsPage
{
    private const int UsualDays = 7;

    private static readonly (int Days, string Name)[] Spans = [(1, "24 hours"), (7, "7 days"), (30, "30 days"), (90, "90 days")];

    private Loading<RefusalsAnswer> _refusals = null!;
    private (int, Guid?)? _asked;

    [SupplyParameterFromQuery(Name = "days")]
    private int? Days { get; set; }

    [SupplyParameterFromQuery(Name = "user")]
    private Guid? User { get; set; }

    private int Span => Spans.Any(span => span.Days == Days) ? Days!.Value : UsualDays;

    protected override void OnInitialized() => _refusals = AskAsAdministrator(scope =>
        scope.Get<RefusalQueries>().AnswerAsync(Clock.GetUtcNow().AddDays(-Span), Clock.GetUtcNow(), User, scope.Cancellation));

    protected override Task LoadAsync() => ReloadAsync();

    /// <summary>The address changed.</summary>
    protected override Task OnParametersSetAsync() => _asked is null || _asked == (Span, User) ? Task.CompletedTask : ReloadAsync();

    private Task<bool> ReloadAsync()
    {
        _asked = (Span, User);
        return _refusals.ReloadAsync();
    }

    /// <summary>As people say it.</summary>
    private static string Words(string reason) => reason switch
    {
        "client_budget_exceeded" => "A budget was used up",
        "client_budget_pending" => "A budget was set aside by what was running",
        "client_too_fast" => "Too fast",
        "client_too_many_at_once" => "Too many at once",
        "client_model_unknown" => "The model is unknown, or not allowed",
        "client_bad_request" => "The request was wrong",
        "client_body_too_large" => "The request was too large",
        "client_forbidden" => "Not allowed",
        "gateway_overloaded" => "The line for the upstream was too long",
        "gateway_ledger_unavailable" => "Usage could not be recorded",
        "gateway_stopping" => "Weir was stopping",
        "upstream_unreachable" => "The upstream could not be reached",
        _ => reason.Replace('_', ' '),
    };
}
