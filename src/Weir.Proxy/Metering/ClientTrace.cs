using Microsoft.AspNetCore.Http;

namespace Weir.Proxy.Metering;

/// <summary>What a coding agent says of where a request comes from, kept with its entry. Claude Code sends it.</summary>
/// <param name="Session">The conversation.</param>
/// <param name="Agent">The agent within it.</param>
/// <param name="ParentAgent">The agent that started that one.</param>
public sealed record ClientTrace(string? Session, string? Agent, string? ParentAgent)
{
    /// <summary>Claude Code's are of 36 characters; what is much longer is no id.</summary>
    private const int Longest = 100;

    /// <summary>Null when none is there.</summary>
    internal static ClientTrace? Of(IHeaderDictionary headers)
    {
        var session = Id(headers, "x-claude-code-session-id");
        var agent = Id(headers, "x-claude-code-agent-id");
        var parent = Id(headers, "x-claude-code-parent-agent-id");
        return session is null && agent is null && parent is null ? null : new(session, agent, parent);
    }

    private static string? Id(IHeaderDictionary headers, string name) =>
        headers.TryGetValue(name, out var values) && values is [{ Length: > 0 and <= Longest } id] ? id : null;
}
