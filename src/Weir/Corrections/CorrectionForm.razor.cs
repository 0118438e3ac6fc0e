using Microsoft.AspNetCore.Components;
using Weir.Requests;

namespace Weir.Corrections;

/// <summary>Corrects an attempt, with a reason.</summary>
public sealed partial class CorrectionForm
{
    private const decimal NanoDollarsPerDollar = 1_000_000_000m;

    private long? _input;
    private long? _cacheRead;
    private long? _output;
    private decimal? _dollars;
    private string _reason = "";
    private string? _problem;
    private bool _isBusy;

    [Parameter, EditorRequired]
    public required long Entry { get; set; }

    /// <summary>What it is counted as now.</summary>
    [Parameter, EditorRequired]
    public required EntryCounts Counted { get; set; }

    [Parameter]
    public EventCallback OnDone { get; set; }

    [Parameter]
    public EventCallback OnLeave { get; set; }

    protected override void OnInitialized() => (_input, _cacheRead, _output) = (Counted.InputTokens, Counted.CacheReadTokens, Counted.OutputTokens);

    private async Task SubmitAsync()
    {
        _isBusy = true;
        var request = new CorrectRequest
        {
            Reason = _reason,
            InputTokens = _input,
            CacheReadTokens = _cacheRead,
            OutputTokens = _output,
            NanoDollars = _dollars is { } dollars ? (long)Math.Round(Math.Min(dollars, 1_000m) * NanoDollarsPerDollar) : null,
        };
        var refusal = await Work.ChangeAsAdministratorAsync(
            async scope => (await scope.Get<CorrectionChanges>().CorrectAsync(Entry, request, scope.Caller.User, scope.Cancellation)).Refusal, Left);
        _isBusy = false;
        _problem = refusal?.Error;
        if (refusal is null)
        {
            await OnDone.InvokeAsync();
        }
    }
}
