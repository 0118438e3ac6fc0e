namespace Weir.Accounting;

/// <summary>How often a tool ran at the upstream.</summary>
/// <param name="Tool">Its name as in the counts of <c>server_tool_use</c>, without the ending: <c>web_search</c> of <c>web_search_requests</c>.</param>
/// <param name="Count">Requests, each with its fee.</param>
public readonly record struct ToolRequests(string Tool, long Count);
