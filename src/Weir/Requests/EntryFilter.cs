using System.Collections.Immutable;
using Weir.Accounting;
using Weir.Errors;

namespace Weir.Requests;

/// <summary>Which entries of the ledger are asked for; what is null lets all through.</summary>
internal record EntryFilter
{
    /// <summary>The word for everything that did not end well.</summary>
    private const string Failed = "failed";

    /// <summary>Entries that ended at this or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Entries that ended before this.</summary>
    public DateTimeOffset? To { get; init; }

    public Guid? User { get; init; }

    /// <summary>The API key's id.</summary>
    public Guid? Key { get; init; }

    /// <summary>As callers named it.</summary>
    public string? Model { get; init; }

    public string? Upstream { get; init; }

    /// <summary>Empty: any.</summary>
    public ImmutableArray<AttemptOutcome> Outcomes { get; init; } = [];

    /// <summary>True when something is asked for that no index knows, so that entries must be looked at to find those that have it.</summary>
    public bool MustSearch => Key is not null || Model is not null || Upstream is not null || !Outcomes.IsEmpty;

    /// <summary>True when only what did not end well is asked for, which the usage sums count.</summary>
    public bool AsksForFailures => !Outcomes.IsEmpty && !Outcomes.Any(outcome => outcome is AttemptOutcome.Completed or AttemptOutcome.ClientGone);

    /// <param name="outcome">One word, several with commas between them, or <c>failed</c>.</param>
    /// <param name="outcomes">Empty when there is none.</param>
    /// <returns>What is wrong; null: nothing.</returns>
    public static ErrorResult? ReadOutcomes(string? outcome, out ImmutableArray<AttemptOutcome> outcomes)
    {
        outcomes = [];
        foreach (var word in (outcome ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (word == Failed)
            {
                outcomes = [.. outcomes, .. Enum.GetValues<AttemptOutcome>().Except([AttemptOutcome.Completed, AttemptOutcome.ClientGone])];
            }
            else if (EntryWords.TryFind(word, out var known))
            {
                outcomes = outcomes.Add(known);
            }
            else
            {
                return ErrorResult.BadRequest($"\"outcome\" must be {Failed} or one of {string.Join(", ", EntryWords.OutcomeWords)}; several with commas between them.");
            }
        }

        return null;
    }
}
