using Microsoft.AspNetCore.Components;
using Weir.Web.Work;

namespace Weir.Upstreams;

/// <summary>Adds or changes an upstream, after a test of the connection if one is wanted. One of the settings it only shows.</summary>
public sealed partial class UpstreamDialog
{
    private UpstreamForm _form = new();
    private TrialAnswer? _trial;

    /// <summary>Null: one is to be added.</summary>
    [Parameter]
    public UpstreamAnswer? Existing { get; set; }

    private bool IsReadOnly => Existing is { Source: "settings" };

    private UpstreamPreset Preset => UpstreamPresets.Of(_form.Kind);

    private string Private => _form.IsPrivate switch { null => "", true => "yes", false => "no" };

    protected override void OnInitialized()
    {
        if (Existing is not null)
        {
            _form = UpstreamForm.Of(Existing);
        }
        else
        {
            _form.Choose(_form.Kind);
        }
    }

    private void ChoosePrivate(string choice) => _form.IsPrivate = choice switch { "yes" => true, "no" => false, _ => null };

    private async Task TestAsync() => await RunAsync(async scope =>
    {
        var desk = scope.Get<UpstreamDesk>();
        (_trial, var refusal) = Existing is null
            ? await desk.TryAsync(_form.ToRequest(), scope.Cancellation)
            : await desk.TryChangeAsync(Existing.Id, _form.ToRequest(), scope.Cancellation);
        return refusal;
    });

    private async Task SaveAsync()
    {
        var isDone = await RunAsync(async scope =>
        {
            var desk = scope.Get<UpstreamDesk>();
            var (_, refusal) = Existing is null
                ? await desk.AddAsync(_form.ToRequest(), scope.Cancellation)
                : await desk.ChangeAsync(Existing.Id, _form.ToRequest(), scope.Cancellation);
            return refusal;
        });
        if (isDone)
        {
            Dialog.Close();
        }
    }

    /// <returns>True when nothing was refused.</returns>
    private async Task<bool> RunAsync(Func<PageScope, Task<Errors.ErrorResult?>> work)
    {
        _trial = null;
        return await ChangeAsAdministratorAsync(
            work,
            ("name", "Name"), ("base_url", "Address"), ("api_key", "API key"), ("dialects", "Dialects"), ("most_concurrent", "Requests at once"),
            ("connect_seconds", "Seconds to connect"), ("first_byte_seconds", "Seconds to the first byte"), ("idle_seconds", "Seconds between bytes"),
            ("surcharge_tokens", "Tokens set aside for a server tool"));
    }
}
