using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;

namespace Weir.Proxy.Forwarding;

/// <summary>Which headers pass, in each direction.</summary>
internal static class ForwardedHeaders
{
    /// <summary>Marks a request as having passed a Weir, so that one that comes around is noticed.</summary>
    public const string Hop = "weir-hop";

    /// <summary>The last six are OpenAI's and Codex's. <c>openai-organization</c> and <c>openai-project</c> are of the caller's own account: not with the gateway's key.</summary>
    private static readonly FrozenSet<string> ToUpstream = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "accept", "user-agent", "x-app", "idempotency-key", "x-client-request-id",
        "openai-beta", "originator", "session-id", "session_id", "thread-id", "conversation_id");

    private static readonly string[] PrefixesToUpstream = ["anthropic-", "x-stainless-", "x-claude-code-", "x-codex-"];

    /// <summary>
    /// What stays behind of an answer: what belongs to one connection, what would speak in the name of Weir's own address to a
    /// browser, what would carry an upstream's cookies to people, and whose account the gateway's key is of.
    /// </summary>
    private static readonly FrozenSet<string> NotToCaller = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "connection", "keep-alive", "proxy-connection", "proxy-authenticate", "proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade",
        "set-cookie", "set-cookie2", "alt-svc", "strict-transport-security", "content-security-policy", "content-security-policy-report-only",
        "clear-site-data", "location", "refresh", "www-authenticate", "server", "via", "nel", "report-to", "reporting-endpoints",
        "access-control-allow-origin", "access-control-allow-credentials", "access-control-allow-headers", "access-control-allow-methods",
        "access-control-expose-headers", "access-control-max-age", "openai-organization", "openai-project", Hop);

    public static void CopyToUpstream(IHeaderDictionary from, HttpRequestMessage to)
    {
        foreach (var (name, values) in from)
        {
            if (!PassesToUpstream(name))
            {
                continue;
            }

            foreach (var value in values)
            {
                AddIfLegal(to, name, value);
            }
        }
    }

    public static void CopyToCaller(HttpResponseMessage from, IHeaderDictionary to)
    {
        foreach (var (name, values) in from.Headers.NonValidated)
        {
            if (!NotToCaller.Contains(name))
            {
                to[name] = values.Count == 1 ? values.ToString() : values.ToArray();
            }
        }

        foreach (var (name, values) in from.Content.Headers.NonValidated)
        {
            if (!NotToCaller.Contains(name))
            {
                to[name] = values.ToString();
            }
        }
    }

    private static bool PassesToUpstream(string name)
    {
        foreach (var prefix in PrefixesToUpstream)
        {
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return ToUpstream.Contains(name);
    }

    /// <summary>The framework refuses to write what isn't in a known header's grammar, a stray bracket in a user agent say: that one is left out.</summary>
    private static void AddIfLegal(HttpRequestMessage to, string name, string? value)
    {
        try
        {
            to.Headers.Add(name, value);
        }
        catch (FormatException)
        {
            to.Headers.Remove(name);
        }
    }
}
