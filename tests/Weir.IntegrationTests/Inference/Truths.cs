using System.Globalization;
using Weir.Accounting;
using Weir.IntegrationTests.Running;
using Weir.TestKit.Upstreams;
using Xunit;

namespace Weir.IntegrationTests.Inference;

/// <summary>Holds a ledger entry against what truly happened at the upstream.</summary>
internal static class Truths
{
    public static void Hold(AttemptTruth truth, LedgerLine line)
    {
        var told = string.Create(CultureInfo.InvariantCulture, $"Truly {truth.Input} + {truth.Output} ({truth.End}); the ledger has {line}.");
        if (line.Source == UsageSource.Reported)
        {
            Assert.True((line.TotalInput, line.Output) == (truth.Input, truth.Output), told);
        }
        else if (truth.Request.Path.EndsWith("/api/embeddings", StringComparison.Ordinal))
        {
            // Ollama tells no usage there, and its answer is complete: four characters are held to be a token, which bounds nothing.
            Assert.True(line.Outcome == AttemptOutcome.Completed && line is { TotalInput: > 0, Output: 0 }, told);
        }
        else
        {
            Assert.True(line.Total >= truth.Consumed && line.Total <= line.Reserved, told);
        }
    }
}
