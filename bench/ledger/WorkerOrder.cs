namespace Weir.Bench.Ledger;

/// <summary>A load that the run has one of several processes do: a line to its standard input, which answers with a <see cref="LoadSample"/>.</summary>
/// <param name="Accounts">The first so many of those in the database.</param>
/// <param name="Seconds">How long.</param>
/// <param name="Callers">At the ledger; null for the bare loop.</param>
/// <param name="BareCommands">In a commit of the bare loop, on average.</param>
internal sealed record WorkerOrder(int Accounts, double Seconds, int? Callers, double BareCommands);
