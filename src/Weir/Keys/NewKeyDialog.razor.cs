using Microsoft.AspNetCore.Components;
using MudBlazor;
using Weir.Web.Work;

namespace Weir.Keys;

/// <summary>Asks what a new key is for and what it may, and makes it. Closes with the <see cref="CreatedKeyAnswer"/>.</summary>
public sealed partial class NewKeyDialog
{
    private string _name = "";
    private int _days;
    private long? _tokenLimit;
    private string _models = "";
    private string? _problem;
    private bool _isBusy;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    [Inject]
    private PageWork Work { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    private async Task SubmitAsync()
    {
        var request = new CreateKeyRequest
        {
            Name = _name.Trim(),
            ExpiresAt = _days == 0 ? null : Clock.GetUtcNow().AddDays(_days),
            TokenLimit = _tokenLimit,
            Models = [.. _models.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
        };
        CreatedKeyAnswer? created = null;
        _isBusy = true;
        var refusal = await Work.ChangeAsync(
            async scope =>
            {
                (created, var why) = await scope.Get<KeyChanges>().CreateAsync(request, scope.Caller, scope.Cancellation);
                return why;
            },
            CancellationToken.None);
        _isBusy = false;
        _problem = refusal?.Error;
        if (created is not null)
        {
            Dialog.Close(created);
        }
    }
}
