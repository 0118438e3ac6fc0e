using System.Collections.Frozen;
using System.Text.Json;
using Weir.Accounting;

namespace Weir.Requests;

/// <summary>What kinds, sources and outcomes of entries are called in JSON and in files.</summary>
internal static class EntryWords
{
    private static readonly FrozenDictionary<LedgerEntryKind, string> Kinds = Words<LedgerEntryKind>();

    private static readonly FrozenDictionary<UsageSource, string> Sources = Words<UsageSource>();

    private static readonly FrozenDictionary<AttemptOutcome, string> Outcomes = Words<AttemptOutcome>();

    private static readonly FrozenDictionary<string, AttemptOutcome> ByWord = Outcomes.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>All there are, in the order of their numbers.</summary>
    public static IEnumerable<string> OutcomeWords { get; } = [.. Enum.GetValues<AttemptOutcome>().Select(Of)];

    public static string Of(LedgerEntryKind kind) => Kinds[kind];

    public static string Of(UsageSource source) => Sources[source];

    public static string Of(AttemptOutcome outcome) => Outcomes[outcome];

    public static bool TryFind(string word, out AttemptOutcome outcome) => ByWord.TryGetValue(word, out outcome);

    private static FrozenDictionary<T, string> Words<T>()
        where T : struct, Enum => Enum.GetValues<T>().ToFrozenDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));
}
