using Microsoft.AspNetCore.Components;
using MudBlazor;
using Weir.Upstreams;
using Weir.Web;
using Weir.Web.Controls;
using Weir.Web.Work;

namespace Weir.Prices;

/// <summary>Makes a new version of a price, from now or a later day on.</summary>
public sealed partial class PriceDialog
{
    private PriceForm _form = new();
    private List<string> _upstreams = [];
    private string? _problem;
    private bool _isBusy;

    /// <summary>The price that it is to follow; null: any.</summary>
    [Parameter]
    public PriceAnswer? Existing { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    [CascadingParameter]
    private Preferences Preferences { get; set; } = null!;

    [Inject]
    private PageWork Work { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        _form = Existing is null ? new() : new(Existing);
        var known = await Work.ReadAsAdministratorAsync(scope => scope.Get<UpstreamQueries>().AllAsync(scope.Cancellation), CancellationToken.None);
        _upstreams = known.ConvertAll(upstream => upstream.Name);
    }

    private async Task SaveAsync()
    {
        if (_form is { Input: null } or { Output: null })
        {
            _problem = "Say what input and output cost; 0 makes them free.";
            return;
        }

        _isBusy = true;
        var request = _form.ToRequest(TimeZoneInfo.FindSystemTimeZoneById(Preferences.Zone));
        var refusal = await Work.ChangeAsAdministratorAsync(async scope => (await scope.Get<PriceDesk>().AddAsync(request, scope.Cancellation)).Refusal, CancellationToken.None);
        _isBusy = false;
        _problem = FieldLabels.In(refusal?.Error, ("model", "Model"), ("upstream", "Upstream"), ("starts_at", "From"), ("name", "Name"));
        if (refusal is null)
        {
            Dialog.Close();
        }
    }
}
