using Weir.TestKit.Upstreams;
using Weir.TestKit.Wire;

namespace Weir.IntegrationTests.Running;

/// <summary>A native path of Weir as programs call it: what a question looks like there, and an error. Tests name it, so that what holds in one dialect is held in all.</summary>
public sealed class Mount
{
    private static readonly Mount[] All =
    [
        new()
        {
            Name = "messages",
            Path = "/v1/messages",
            Kind = UpstreamKind.Anthropic,
            CapField = "max_tokens",
            Matter = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]",
            StreamExtra = "",
            ErrorStart = """{"type":"error","error":{"type":""",
            FinalMark = "\"type\":\"billing_error\"",
            PassingMark = "\"type\":\"rate_limit_error\"",
            ErrorEventStart = "event: error\ndata: {\"type\":\"error\",",
            StreamEnd = "{\"type\":\"message_stop\"}\n\n",
        },
        new()
        {
            Name = "chat",
            Path = "/v1/chat/completions",
            Kind = UpstreamKind.OpenAI,
            CapField = "max_completion_tokens",
            Matter = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]",
            // What the caller asks for isn't withheld, so that answers can be compared.
            StreamExtra = ",\"stream_options\":{\"include_usage\":true}",
            ErrorStart = """{"error":{"message":""",
            FinalMark = "\"type\":\"insufficient_quota\"",
            PassingMark = "\"type\":\"rate_limit_exceeded\"",
            ErrorEventStart = "data: {\"error\":{\"message\":",
            StreamEnd = "data: [DONE]\n",
        },
        new()
        {
            Name = "responses",
            Path = "/v1/responses",
            Kind = UpstreamKind.OpenAI,
            CapField = "max_output_tokens",
            Matter = "\"input\":\"Hi\"",
            StreamExtra = "",
            ErrorStart = """{"error":{"message":""",
            FinalMark = "\"type\":\"insufficient_quota\"",
            PassingMark = "\"type\":\"rate_limit_exceeded\"",
            ErrorEventStart = "event: error\ndata: {\"type\":\"error\",",
            StreamEnd = null,
        },
    ];

    private Mount()
    {
    }

    public required string Name { get; init; }

    public required string Path { get; init; }

    /// <summary>Whose server stands behind it.</summary>
    public required UpstreamKind Kind { get; init; }

    public required string CapField { get; init; }

    /// <summary>What is asked.</summary>
    public required string Matter { get; init; }

    public required string StreamExtra { get; init; }

    /// <summary>How an error of Weir's own begins.</summary>
    public required string ErrorStart { get; init; }

    /// <summary>What an error says of a limit that is reached for good.</summary>
    public required string FinalMark { get; init; }

    /// <summary>What an error says of a limit that others hold for the moment.</summary>
    public required string PassingMark { get; init; }

    public required string ErrorEventStart { get; init; }

    /// <summary>With which a whole stream ends, or all of it that is waited for; null: an event of a name.</summary>
    public required string? StreamEnd { get; init; }

    public static Mount Named(string name) => All.Single(mount => mount.Name == name);

    /// <summary>An upstream of the kind that stands behind it.</summary>
    public FakeUpstream NewUpstream(Func<ReceivedRequest, Script>? onRequest = null) => new() { Kind = Kind, OnRequest = onRequest ?? (_ => new()) };

    /// <summary>As a program with an API key sends it.</summary>
    public byte[] Request(string key, string body, params IEnumerable<(string Name, string Value)> headers) => Kind == UpstreamKind.Anthropic
        ? Post.Messages(key, body, headers)
        : Post.To(Path, body, [("authorization", $"Bearer {key}"), ("content-type", "application/json"), .. headers]);

    /// <summary>A small question. A model of its own name lets a test tell its ledger entry from all others.</summary>
    public string Question(bool stream, long cap = 100, string model = "a-model", string extra = "") =>
        $$"""{"model":"{{model}}","{{CapField}}":{{cap}},"stream":{{(stream ? "true" : "false")}},{{Matter}}{{extra}}{{(stream ? StreamExtra : "")}}}""";

    /// <summary>True when the upstream got its whole answer out.</summary>
    public bool IsWhole(AttemptTruth truth, bool stream)
    {
        if (!stream)
        {
            return truth.FinalUsage is not null;
        }

        var sent = System.Text.Encoding.UTF8.GetString(truth.Sent);
        return StreamEnd is null
            ? sent.EndsWith("\n\n", StringComparison.Ordinal) && sent.LastIndexOf("event: response.completed\n", StringComparison.Ordinal) > sent.LastIndexOf("\n\nevent: ", sent.Length - 3, StringComparison.Ordinal)
            : sent.Contains(StreamEnd, StringComparison.Ordinal);
    }

    /// <summary>The body of a refusal of Weir's own begins as the dialect's errors do.</summary>
    public bool IsError(RawAnswer answer) => answer.Text.StartsWith(ErrorStart, StringComparison.Ordinal);

    public override string ToString() => Name;
}
