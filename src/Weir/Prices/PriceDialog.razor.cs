using Microsoft.AspNetCore.Components;
using Weir.Upstreams;
using Weir.Web;

namespace Weir.Prices;

/// <summary>Makes a new version of a price, from now or a later day on.</summary>
public sealed partial class PriceDialog
{
    private PriceForm _form = new();
    private List<string> _upstreams = [];

    /// <summary>The price that it is to follow; null: any.</summary>
    [Parameter]
    public PriceAnswer? Existing { get; set; }

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
            Problem = "Say what input and output cost; 0 makes them free.";
            return;
        }

        var request = _form.ToRequest(TimeZoneInfo.FindSystemTimeZoneById(Preferences.Zone));
        if (await ChangeAsAdministratorAsync(
            async scope => (await scope.Get<PriceDesk>().AddAsync(request, scope.Cancellation)).Refusal,
            ("model", "Model"), ("upstream", "Upstream"), ("starts_at", "From"), ("name", "Name")))
        {
            Dialog.Close();
        }
    }
}
