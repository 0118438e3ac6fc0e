using Weir.Accounting;
using Weir.Proxy.Metering;

namespace Weir.Proxy.Dialects.Ollama;

/// <summary>
/// What Ollama's streams and its whole answers have in common: the last object tells the counts, <c>"prompt_eval_count":26,"eval_count":290</c>,
/// but leaves out those that are zero, and sometimes others.
/// </summary>
internal abstract class OllamaUsageReader : UsageReader
{
    /// <summary>Of output seen.</summary>
    protected long Characters { get; set; }

    /// <summary>True when the model wrote anything.</summary>
    protected bool HasOutput { get; set; }

    /// <summary>The last object has ended.</summary>
    protected void End(OllamaAnswerScan last)
    {
        IsComplete = true;
        IsError = last.IsError;
        if (IsError)
        {
            return;
        }

        (Counts.Input, Counts.Output) = (last.PromptCount, last.OutputCount);
        if (last.IsLoadOnly || (!HasOutput && last is { PromptCount: null, OutputCount: null }))
        {
            // Nothing was asked of the model.
            Counts.Input ??= 0;
        }

        if (last.IsLoadOnly || !HasOutput)
        {
            Counts.Output ??= 0;
        }

        EndWithCounts();
    }

    /// <summary>What is there is known, and what isn't is estimated.</summary>
    protected void EndWithCounts()
    {
        IsInputKnown = Counts.Input is not null;
        IsOutputFinal = Counts.Output is not null;
        EstimatedOutput = IsOutputFinal ? null : Estimator.Tokens(Characters);
    }
}
