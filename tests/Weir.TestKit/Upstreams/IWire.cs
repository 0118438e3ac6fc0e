namespace Weir.TestKit.Upstreams;

/// <summary>A dialect as a server speaks it.</summary>
internal interface IWire
{
    /// <summary>True when names in a body count in any case, as Go's parser takes them.</summary>
    bool FoldsNames { get; }

    /// <summary>What the request asks a model to make; null when it asks for something else.</summary>
    RunDemand? DemandOf(ReceivedRequest request);

    /// <summary>What the answers to this request look like.</summary>
    IAnswerForm FormOf(ReceivedRequest request);

    /// <summary>A no that no script can overrule: a wrong key, a header that is missing.</summary>
    Answer? Refusal(ReceivedRequest request);

    /// <summary>What the server would answer by itself, with a model that does as the script says.</summary>
    Answer Honest(ReceivedRequest request, Script script);

    /// <summary>An error in the envelope of the dialect.</summary>
    Answer Error(ReceivedRequest request, int status, string type, string message);
}
