namespace Weir.Proxy.Dialects.Ollama;

/// <summary>
/// Reads the usage from an answer that isn't streamed: one object, of the form that a stream's last line has, or
/// <c>{"model":"m","embeddings":[[…]],"prompt_eval_count":26}</c>. It is held, as far as there is room, until it is whole: nobody can use a part
/// of it, and one that is cut can still become a clear error. From then on only its closing brace is held.
/// </summary>
internal sealed class OllamaAnswerReader(bool isInputOnly) : OllamaUsageReader
{
    private readonly OllamaAnswerScan _scan = new();

    public override void Read(ReadOnlySpan<byte> bytes)
    {
        OutputBytes += bytes.Length;
        Held += bytes.Length;
        if (IsComplete)
        {
            return;
        }

        var behind = _scan.Read(bytes);
        IsGarbled = _scan.IsNoObject;
        if (!_scan.IsComplete)
        {
            return;
        }

        Held = 1 + behind;
        (HasOutput, Characters) = (_scan.TextBytes > 0, _scan.Characters);
        if (isInputOnly && !_scan.IsError)
        {
            IsComplete = true;
            (Counts.Input, Counts.Output) = (_scan.PromptCount, 0);
            EndWithCounts();
        }
        else
        {
            End(_scan);
        }
    }
}
