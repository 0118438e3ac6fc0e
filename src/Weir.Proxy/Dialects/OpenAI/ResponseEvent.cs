namespace Weir.Proxy.Dialects.OpenAI;

/// <summary>The events of a Responses stream that metering looks at.</summary>
internal enum ResponseEvent
{
    /// <summary>No <c>event:</c> line has come: the type stands in the data.</summary>
    Unnamed,

    /// <summary>Anything that says nothing about usage, what is yet to be invented included.</summary>
    Other,

    Created,
    ItemAdded,

    /// <summary>A piece of text, of a tool's input, of code.</summary>
    Delta,

    /// <summary>A piece of thinking, or of its summary.</summary>
    ThinkingDelta,

    /// <summary>The last one, with the whole response.</summary>
    Ended,

    /// <summary>The same for one that failed.</summary>
    Failed,

    /// <summary>The stream itself broke.</summary>
    Error,
}
