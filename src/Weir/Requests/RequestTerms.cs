using Weir.Errors;
using Weir.Usage;

namespace Weir.Requests;

/// <summary>What a query, or the address of a page, says of the attempts that it wants. A field that was left empty asks for nothing.</summary>
internal sealed record RequestTerms
{
    /// <summary>A day or a time.</summary>
    public string? From { get; init; }

    public string? To { get; init; }

    /// <summary>The user's id.</summary>
    public Guid? User { get; init; }

    /// <summary>The API key's id.</summary>
    public Guid? Key { get; init; }

    /// <summary>As callers named it.</summary>
    public string? Model { get; init; }

    public string? Upstream { get; init; }

    /// <summary>One word, several with commas between them, or <c>failed</c>.</summary>
    public string? Outcome { get; init; }

    /// <returns>What is wrong; null: nothing.</returns>
    public ErrorResult? Read(out EntryFilter filter)
    {
        filter = new();
        if (UsageTimes.Read(From, To, out var times) is { } wrong)
        {
            return wrong;
        }

        if (EntryFilter.ReadOutcomes(Outcome, out var outcomes) is { } unknown)
        {
            return unknown;
        }

        filter = new() { From = times.From, To = times.To, User = User, Key = Key, Model = Named(Model), Upstream = Named(Upstream), Outcomes = outcomes };
        return null;
    }

    private static string? Named(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
