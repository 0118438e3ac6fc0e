namespace Weir.Proxy.Dialects.Anthropic;

/// <summary>The events of a Messages stream that metering looks at.</summary>
internal enum AnthropicEvent
{
    /// <summary>No <c>event:</c> line has come: the type stands in the data.</summary>
    Unnamed,

    /// <summary>Anything that says nothing about usage, pings and what is yet to be invented included.</summary>
    Other,

    MessageStart,
    ContentBlockStart,
    ContentBlockDelta,
    MessageDelta,
    MessageStop,
    Error,
}
