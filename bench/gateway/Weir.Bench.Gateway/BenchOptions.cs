namespace Weir.Bench.Gateway;

/// <summary>What to run.</summary>
/// <param name="Folder">Where the gateways were published to.</param>
/// <param name="Rounds">How often each scenario measures each gateway.</param>
/// <param name="Duration">How long one measurement takes.</param>
/// <param name="Scenarios">By name; empty: all.</param>
/// <param name="Gateways">By name.</param>
/// <param name="IsMarkdown">True to print the table in Markdown too.</param>
internal sealed record BenchOptions(string Folder, int Rounds, TimeSpan Duration, string[] Scenarios, string[] Gateways, bool IsMarkdown);
