namespace Weir.TestKit.Upstreams;

/// <summary>The headers that a server puts on every answer.</summary>
internal static class ServerHeaders
{
    public static (string Name, string Value)[] Of(UpstreamKind kind, string requestId) => kind switch
    {
        UpstreamKind.Anthropic =>
        [
            ("request-id", requestId),
            ("anthropic-organization-id", "0f5c2f7e-fake-4c5e-9a51-000000000000"),
            ("anthropic-ratelimit-requests-limit", "4000"),
            ("anthropic-ratelimit-requests-remaining", "3999"),
            ("anthropic-ratelimit-requests-reset", "2026-11-23T10:00:00Z"),
            ("set-cookie", "__cf_bm=fake; path=/; HttpOnly"),
        ],
        UpstreamKind.OpenAI =>
        [
            ("x-request-id", requestId),
            ("openai-organization", "org-fake"),
            ("openai-processing-ms", "42"),
            ("openai-version", "2020-10-01"),
            ("x-ratelimit-limit-requests", "10000"),
            ("x-ratelimit-limit-tokens", "2000000"),
            ("x-ratelimit-remaining-requests", "9999"),
            ("x-ratelimit-remaining-tokens", "1999000"),
            ("x-ratelimit-reset-requests", "6ms"),
            ("x-ratelimit-reset-tokens", "1m2s"),
            ("set-cookie", "__cf_bm=fake; path=/; HttpOnly"),
        ],
        // A box of one's own says nothing besides.
        _ => [],
    };
}
