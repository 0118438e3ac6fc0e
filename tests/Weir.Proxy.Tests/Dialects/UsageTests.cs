using Weir.Accounting;
using Weir.Proxy.Dialects.Anthropic;
using Weir.Proxy.Metering;

namespace Weir.Proxy.Tests.Dialects;

public sealed class UsageTests
{
    [Fact]
    public void ReadUsage_CompactionAndAdvice_CountBesidesTheMessage()
    {
        var counts = default(UsageCounts);

        var hasOutput = AnthropicUsageJson.ReadUsage(
            """
            {"input_tokens":23000,"output_tokens":1000,"cache_read_input_tokens":5,
             "iterations":[{"type":"compaction","input_tokens":180000,"output_tokens":3500,"cache_creation_input_tokens":7},
              {"input_tokens":23000,"output_tokens":1000,"type":"message"},{"output_tokens":20,"input_tokens":10,"type":"advisor_message"},null]}
            """u8,
            ref counts);

        Assert.True(hasOutput);
        Assert.Equal(new Usage(23_000 + 180_000 + 10, 5, 7, 0, 1_000 + 3_500 + 20), counts.ToUsage(counts.Output!.Value));
    }

    [Theory]
    [InlineData("""{"input_tokens":5,"output_tokens":6,"iterations":null}""")]
    [InlineData("""{"input_tokens":5,"output_tokens":6,"iterations":[]}""")]
    [InlineData("""{"iterations":[{"type":"message","input_tokens":5,"output_tokens":6}],"input_tokens":5,"output_tokens":6}""")]
    public void ReadUsage_WithoutFurtherCalls_IsWhatItSays(string usage)
    {
        var counts = default(UsageCounts);

        AnthropicUsageJson.ReadUsage(System.Text.Encoding.UTF8.GetBytes(usage), ref counts);

        Assert.Equal(new Usage(5, 0, 0, 0, 6), counts.ToUsage(counts.Output!.Value));
    }
}
