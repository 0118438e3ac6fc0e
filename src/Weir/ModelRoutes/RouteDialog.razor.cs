using Microsoft.AspNetCore.Components;
using Weir.Upstreams;

namespace Weir.ModelRoutes;

/// <summary>Adds a route or changes one: the name that callers use, and where it leads in order.</summary>
public sealed partial class RouteDialog
{
    private RouteForm _form = new();
    private List<string> _upstreams = [];

    /// <summary>Null: one is to be added.</summary>
    [Parameter]
    public RouteAnswer? Existing { get; set; }

    protected override async Task OnInitializedAsync()
    {
        _form = Existing is null ? new() : RouteForm.Of(Existing);
        var known = await Work.ReadAsAdministratorAsync(scope => scope.Get<UpstreamQueries>().AllAsync(scope.Cancellation), CancellationToken.None);
        // One that a target names and that does not exist yet stays to be chosen.
        _upstreams = [.. known.Select(upstream => upstream.Name).Concat(_form.Targets.Select(target => target.Upstream)).Distinct()];
        if (_form.Targets.Count == 0)
        {
            AddTarget();
        }
    }

    private void AddTarget() => _form.Targets.Add(new() { Upstream = _upstreams.FirstOrDefault() ?? "" });

    private async Task SaveAsync()
    {
        if (await ChangeAsAdministratorAsync(
            async scope =>
            {
                var desk = scope.Get<RouteDesk>();
                var (_, why) = Existing is null ? await desk.AddAsync(_form.ToRequest(), scope.Cancellation) : await desk.ChangeAsync(Existing.Id, _form.ToRequest(), scope.Cancellation);
                return why;
            },
            ("pattern", "Callers ask for"), ("targets", "It goes to"), ("upstream", "Upstream"), ("model", "Model there"), ("weight", "Weight")))
        {
            Dialog.Close();
        }
    }
}
