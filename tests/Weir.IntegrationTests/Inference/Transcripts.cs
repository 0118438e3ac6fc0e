using Weir.TestKit.Upstreams;
using Weir.TestKit.Upstreams.Anthropic;
using Weir.TestKit.Upstreams.OpenAI;

namespace Weir.IntegrationTests.Inference;

/// <summary>Recorded answers by the mount they are answers of.</summary>
internal static class Transcripts
{
    public static IReadOnlyList<Transcript> Of(string mount) => mount switch
    {
        "messages" => AnthropicTranscripts.All,
        "chat" => ChatTranscripts.All,
        _ => ResponseTranscripts.All,
    };
}
