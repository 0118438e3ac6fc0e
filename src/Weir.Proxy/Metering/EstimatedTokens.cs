using System.Text;
using Weir.Accounting;

namespace Weir.Proxy.Metering;

/// <summary>Tells browser apps what was metered: <c>"estimated_tokens":{"prompt_tokens":26,"completion_tokens":290,"total_tokens":316}</c>.</summary>
internal static class EstimatedTokens
{
    /// <summary>As the last member of an answer's object, that is with a comma before it.</summary>
    public static byte[] Member(Usage used) => Encoding.ASCII.GetBytes(
        $$$""","estimated_tokens":{"prompt_tokens":{{{used.TotalInput}}},"completion_tokens":{{{used.Output}}},"total_tokens":{{{used.Total}}}}""");
}
