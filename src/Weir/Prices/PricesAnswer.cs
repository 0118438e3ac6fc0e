namespace Weir.Prices;

/// <summary>All prices: the table that Weir comes with, and one page of those that were made here.</summary>
/// <param name="Source">Where the shipped figures stand.</param>
/// <param name="Date">The day on which they were looked up.</param>
/// <param name="Notes">What a reader should know of them.</param>
/// <param name="Fallback">What a model costs now that has no price.</param>
/// <param name="OwnMachine">What a model costs of an Ollama or simulated upstream that no other price is for.</param>
/// <param name="Shipped">The shipped prices.</param>
/// <param name="Prices">Those that were made here, the latest first.</param>
/// <param name="Next">What to ask for as <c>before</c> to get those before; null: there are none.</param>
internal sealed record PricesAnswer(
    string Source,
    DateOnly Date,
    List<string> Notes,
    PriceAnswer Fallback,
    PriceAnswer OwnMachine,
    List<PriceAnswer> Shipped,
    List<PriceAnswer> Prices,
    string? Next);
