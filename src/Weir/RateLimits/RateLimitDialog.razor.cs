using Microsoft.AspNetCore.Components;
using Weir.Accounting;
using Weir.Budgets;

namespace Weir.RateLimits;

/// <summary>Adds a limit of a rate or changes one.</summary>
public sealed partial class RateLimitDialog
{
    private string _for = "every user";
    private SubjectChoice? _who;
    private long? _requests;
    private long? _tokens;
    private long? _concurrent;

    /// <summary>Null: one is to be added.</summary>
    [Parameter]
    public RateLimitAnswer? Existing { get; set; }

    private bool IsForOne => _for is "user" or "key";

    protected override void OnInitialized() => (_requests, _tokens, _concurrent) = (Existing?.RequestsPerMinute, Existing?.TokensPerMinute, Existing?.Concurrent);

    private void Choose(string whom) => (_for, _who) = (whom, null);

    private async Task<IEnumerable<SubjectChoice>> FindAsync(string? text, CancellationToken cancellationToken) => await Work.ReadAsAdministratorAsync(
        scope => scope.Get<SubjectQueries>().FindAsync(_for == "user" ? SubjectKind.User : SubjectKind.ApiKey, text, scope.Cancellation), cancellationToken);

    private async Task SaveAsync()
    {
        if (Existing is null && IsForOne && _who is null)
        {
            Problem = _for == "user" ? "Choose the user that the limit is for." : "Choose the API key that the limit is for.";
            return;
        }

        if (await ChangeAsAdministratorAsync(
            async scope =>
            {
                var changes = scope.Get<RateLimitChanges>();
                var (_, why) = Existing is null
                    ? await changes.AddAsync(Request(_for is "user" or "every user" ? "user" : "api_key", _who?.Id), scope.Cancellation)
                    : await changes.ChangeAsync(Existing.Id, Request(null, null), scope.Cancellation);
                return why;
            },
            ("requests_per_minute", "Requests a minute"), ("tokens_per_minute", "Tokens a minute"), ("concurrent", "Requests at once")))
        {
            Dialog.Close();
        }
    }

    private RateLimitRequest Request(string? subject, Guid? id) => new()
    {
        Subject = subject,
        SubjectId = id,
        RequestsPerMinute = _requests,
        TokensPerMinute = _tokens,
        Concurrent = _concurrent,
    };
}
