using Microsoft.AspNetCore.Components;

namespace Weir.Keys;

/// <summary>Asks what a new key is for and what it may, and makes it. Closes with the <see cref="CreatedKeyAnswer"/>.</summary>
public sealed partial class NewKeyDialog
{
    private string _name = "";
    private int _days;
    private long? _tokenLimit;
    private string _models = "";

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
        if (await ChangeAsync(
            async scope =>
            {
                (created, var why) = await scope.Get<KeyChanges>().CreateAsync(request, scope.Caller, scope.Cancellation);
                return why;
            }))
        {
            Dialog.Close(created);
        }
    }
}
