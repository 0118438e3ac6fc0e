namespace Weir.Health;

/// <summary>The database that holds everything.</summary>
/// <param name="Kind"><c>sqlite</c> or <c>postgresql</c>.</param>
/// <param name="Name">The file, or server, port and database.</param>
/// <param name="Version">The engine's version; null while it does not answer.</param>
/// <param name="SizeBytes">What it takes up.</param>
/// <param name="AnswerMilliseconds">How long it took to answer a small question.</param>
/// <param name="IsWritable">True when the ledger can be written.</param>
/// <param name="Problem">What is wrong, in the store's own words; null: nothing.</param>
internal sealed record StoreAnswer(
    string Kind,
    string Name,
    string? Version,
    long? SizeBytes,
    double? AnswerMilliseconds,
    bool IsWritable,
    string? Problem);
