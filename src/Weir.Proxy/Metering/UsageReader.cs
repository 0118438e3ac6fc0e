namespace Weir.Proxy.Metering;

/// <summary>
/// Sees every byte of an answer on its way to the caller, in whatever pieces it comes, and finds in it the usage, the output's size
/// and the end. It changes nothing. One reader for each answer; not thread-safe, but <see cref="OutputPieces"/> and
/// <see cref="IsInputKnown"/> may be looked at from elsewhere.
/// </summary>
internal abstract class UsageReader
{
    /// <summary>In characters; OpenAI's have some sixty.</summary>
    private const int LongestId = 256;

    /// <summary>An answer of more parts than this is not met; its later ones can't be referred to.</summary>
    private const int MostKeptStates = 128;

    private readonly List<string> _keptStates = [];
    private volatile bool _isInputKnown;
    private UsageCounts _counts;

    /// <summary>What the upstream has reported so far.</summary>
    public ref UsageCounts Counts => ref _counts;

    /// <summary>True once the upstream has said how large the input is.</summary>
    public bool IsInputKnown
    {
        get => _isInputKnown;
        protected set => _isInputKnown = value;
    }

    /// <summary>True when <see cref="UsageCounts.Output"/> is the final figure.</summary>
    public bool IsOutputFinal { get; protected set; }

    /// <summary>Bytes of output seen: text, thinking, tool input. A token is at least one of them.</summary>
    public long OutputBytes { get; protected set; }

    /// <summary>Pieces of output seen, each at least a token.</summary>
    public long OutputPieces { get; protected set; }

    /// <summary>True when the answer showed that the model thinks, so that output may have been made that is not seen.</summary>
    public bool ShowsThinking { get; protected set; }

    /// <summary>True once the byte that completes the answer was read.</summary>
    public bool IsComplete { get; protected set; }

    /// <summary>True when the answer ended with the upstream's own error.</summary>
    public bool IsError { get; protected set; }

    /// <summary>True when what came cannot be the dialect's answer at all.</summary>
    public bool IsGarbled { get; protected set; }

    /// <summary>How many of the last bytes read must not go to the caller yet.</summary>
    public long Held { get; protected set; }

    /// <summary>Output tokens by estimate, where a complete answer told no count; null when it did.</summary>
    public long? EstimatedOutput { get; protected set; }

    /// <summary>
    /// A part of what was read, counted from the answer's first byte, that the caller did not ask for and must not get. It is known before
    /// its bytes leave <see cref="Held"/>.
    /// </summary>
    public (long Start, long Length)? Withheld { get; protected set; }

    /// <summary>The ids by which later requests can name what the upstream keeps of this one.</summary>
    public IReadOnlyList<string> KeptStates => _keptStates;

    /// <summary>True when the upstream tells the input no sooner than the output, so that there is nothing to wait for before the end.</summary>
    public virtual bool TellsInputLast => false;

    public abstract void Read(ReadOnlySpan<byte> bytes);

    /// <summary>Takes down such an id; null, and what can't be one, is left out.</summary>
    protected void Keep(string? id)
    {
        if (id is { Length: > 0 and <= LongestId } && _keptStates.Count < MostKeptStates && !_keptStates.Contains(id))
        {
            _keptStates.Add(id);
        }
    }
}
