namespace Weir.Storage.Model;

/// <summary>What a store says of itself when it is asked.</summary>
/// <param name="Version">Of the engine: <c>3.50.4</c>, say.</param>
/// <param name="SizeBytes">What it takes up, its log included.</param>
/// <param name="IsReadOnly">True when it takes no writes by its own word; a full disk it notices when it writes.</param>
public sealed record StoreFacts(string Version, long SizeBytes, bool IsReadOnly);
